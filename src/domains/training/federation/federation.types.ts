import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { RoundStatus } from "./federated-round.entity.js";
import { ShardStatus } from "./federated-shard.entity.js";
import { OnLostShard } from "./federation.specs.js";

registerEnumType(OnLostShard, {
  name: "OnLostShard",
  description: "What happens when a shard's worker is lost: another trains it, or the round goes on without it.",
});
registerEnumType(RoundStatus, { name: "FederatedRoundStatus" });
registerEnumType(ShardStatus, { name: "FederatedShardStatus" });

@InputType("FederationInput", {
  description:
    "Spreads a run over the fleet: each worker trains local steps on its shard of the data, then the weights are averaged.",
})
export class FederationInputType {
  @Field(() => Int, { description: "Parts of the training data, 2 to 16; a round keeps as many workers busy." })
  shards!: number;

  @Field(() => Int, { description: "Steps that a shard trains before the weights are averaged, 1 to 10000." })
  localSteps!: number;

  @Field(() => OnLostShard, { nullable: true, description: "RETRY when not given." })
  onLostShard?: OnLostShard | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "With LEAVE_OUT, how many shards a round has at least; with fewer a lost one is trained again. Half of them when not given.",
  })
  minShards?: number | null;
}

@ObjectType("FederatedShard", { simpleResolvers: true, description: "One shard's part in a round." })
export class FederatedShardType {
  @Field(() => Int, { description: "Counts from 0." })
  shard!: number;

  @Field(() => ShardStatus)
  status!: ShardStatus;

  @Field(() => Int, { description: "How many times it was taken up in this round, from 1." })
  attempt!: number;

  @Field(() => ID, { nullable: true, description: "The worker that took it last, which may have left since." })
  worker!: string | null;

  @Field(() => Int, { nullable: true, description: "Rows of data that it trains on: its weight in the average." })
  examples!: number | null;

  @Field(() => Float, { nullable: true, description: "Since it was taken up last." })
  seconds!: number | null;

  @Field(() => Float, { description: "Moved from and to the artifact store." })
  bytes!: number;
}

@ObjectType("FederatedRound", {
  simpleResolvers: true,
  description: "Shards train from the same weights, then what they learnt is averaged by their numbers of examples.",
})
export class FederatedRoundType {
  @Field(() => Int, { description: "Counts from 1." })
  number!: number;

  @Field(() => RoundStatus)
  status!: RoundStatus;

  @Field(() => Float)
  seconds!: number;

  @Field(() => Float, { description: "Moved from and to the artifact store by its shards." })
  bytes!: number;

  @Field(() => [FederatedShardType])
  shards!: FederatedShardType[];
}

@ObjectType("Federation", { simpleResolvers: true, description: "How a run is spread over the fleet." })
export class FederationType {
  @Field(() => Int)
  shards!: number;

  @Field(() => Int, { description: "Steps that a shard trains in a round." })
  localSteps!: number;

  @Field(() => OnLostShard)
  onLostShard!: OnLostShard;

  @Field(() => Int)
  minShards!: number;
}
