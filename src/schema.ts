import "reflect-metadata";
import type { GraphQLSchema } from "graphql";
import { buildSchemaSync, type PubSub } from "type-graphql";
import { AccountsResolver, SessionResolver } from "./domains/accounts/accounts.resolver.js";
import { AdviceResolver } from "./domains/business/advice/advice.resolver.js";
import { BusinessResolver } from "./domains/business/business.resolver.js";
import { EconomicResultsResolver } from "./domains/business/economics/economic-results.resolver.js";
import { EconomicsResolver } from "./domains/business/economics/economics.resolver.js";
import { complianceResolvers } from "./domains/compliance/compliance.resolvers.js";
import { ContentDeskResolver } from "./domains/content/content-desk.resolver.js";
import { CodingProblemResolver } from "./domains/questions/problem.types.js";
import { KeyPointResolver } from "./domains/questions/key-point.types.js";
import { AnswerScoringResolver } from "./domains/questions/scoring/answer-scoring.resolver.js";
import { SimulationsResolver } from "./domains/business/economics/simulation/simulations.resolver.js";
import { PracticeResolver, PracticeReviewResolver } from "./domains/questions/practice/practice.resolver.js";
import { QuestionNotesResolver } from "./domains/questions/practice/question-notes.resolver.js";
import { QuestionsResolver } from "./domains/questions/questions.resolver.js";
import { trainingResolvers } from "./domains/training/training.resolvers.js";
import { requireViewers } from "./graphql/guard.js";
import { LocalizedTextResolver } from "./graphql/localized-text.types.js";
import { NodeResolver } from "./graphql/node.resolver.js";

/** type-graphql asks for one as soon as there is a subscription; ours bring their own source of events. */
const UNUSED_PUB_SUB: PubSub = {
  publish() {
    throw new Error("subscriptions follow a table, not a topic");
  },
  subscribe() {
    throw new Error("subscriptions follow a table, not a topic");
  },
};

/** The API's schema; every root field that is not marked public needs a viewer. */
export function buildApiSchema(): GraphQLSchema {
  return requireViewers(
    buildSchemaSync({
      resolvers: [
        NodeResolver,
        LocalizedTextResolver,
        AccountsResolver,
        SessionResolver,
        ContentDeskResolver,
        QuestionsResolver,
        KeyPointResolver,
        AnswerScoringResolver,
        CodingProblemResolver,
        PracticeResolver,
        PracticeReviewResolver,
        QuestionNotesResolver,
        BusinessResolver,
        AdviceResolver,
        EconomicsResolver,
        EconomicResultsResolver,
        SimulationsResolver,
        ...complianceResolvers,
        ...trainingResolvers,
      ],
      validate: false,
      pubSub: UNUSED_PUB_SUB,
    }),
  );
}
