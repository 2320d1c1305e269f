"""Trains the same CNN with PyTorch on so many CPU threads, by the same protocol as ours.ts."""

import json
import sys
import time

import torch
from torch import nn

BATCH = 64
THREADS = int(sys.argv[1])
torch.set_num_threads(THREADS)
torch.manual_seed(1)

model = nn.Sequential(
    nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(1600, 128), nn.ReLU(), nn.Linear(128, 10),
)
images = torch.rand(BATCH, 1, 28, 28)
labels = torch.arange(BATCH) % 10
optimizer = torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7)
criterion = nn.CrossEntropyLoss()


def step():
    optimizer.zero_grad(set_to_none=True)
    loss = criterion(model(images), labels)
    loss.backward()
    optimizer.step()
    return loss.item()


print(json.dumps({"name": f"PyTorch {torch.__version__}, CPU, threads: {THREADS}"}), flush=True)
for line in sys.stdin:
    steps = int(line)
    start = time.perf_counter()
    loss = float("nan")
    for _ in range(steps):
        loss = step()
    print(json.dumps({"samplesPerSecond": steps * BATCH / (time.perf_counter() - start), "loss": loss}), flush=True)
