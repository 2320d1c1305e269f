/** One event of a stream, as an EventSource would hand it out. */
export interface ServerSentEvent {
  id?: string;
  event?: string;
  data: string;
}

interface StreamOptions {
  accessToken?: string;
  lastEventId?: string;
  /** As in Accept-Language. */
  language?: string;
  signal?: AbortSignal;
}

/** Follows a subscription over server-sent events until the stream ends or the consumer stops. */
export async function* serverSentEvents(
  url: string,
  request: { query: string; variables?: object },
  { accessToken, lastEventId, language, signal }: StreamOptions = {},
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const response = await fetch(`${url}/graphql/stream`, {
    method: "POST",
    headers: {
      accept: "text/event-stream",
      "content-type": "application/json",
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
      ...(language && { "accept-language": language }),
      ...(lastEventId !== undefined && { "last-event-id": lastEventId }),
    },
    body: JSON.stringify(request),
    signal,
  });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop()!;
    for (const block of blocks) {
      const fields = block.split("\n").map((line) => /^(\w*): ?(.*)$/.exec(line) ?? ["", line, ""]);
      const event = Object.fromEntries(fields.map(([, field, value]) => [field, value]));
      if ("data" in event) yield event as unknown as ServerSentEvent;
    }
  }
}
