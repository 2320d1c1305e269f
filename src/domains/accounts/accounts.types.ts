import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { Node } from "../../graphql/node.types.js";
import { Refusal } from "../../graphql/refusal.types.js";
import { DateTime } from "../../graphql/scalars.js";
import { InvalidCredentials } from "./accounts.refusals.js";
import { Role } from "./membership.entity.js";

registerEnumType(Role, { name: "Role", description: "A user's place in an organisation; founders are owners." });

@ObjectType("Organisation", {
  implements: Node,
  simpleResolvers: true,
  description: "A client, or the operator's own house.",
})
export class OrganisationType extends Node {
  @Field(() => String)
  slug!: string;

  @Field(() => String)
  name!: string;
}

@ObjectType("Author", {
  implements: Node,
  simpleResolvers: true,
  description: "Who wrote something, as everybody may see them.",
})
export class AuthorType extends Node {
  @Field(() => String)
  name!: string;
}

@ObjectType("Viewer", { simpleResolvers: true, description: "Who is signed in, and for which organisation." })
export class ViewerType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  email!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Role, { description: "In this organisation." })
  role!: Role;

  @Field(() => Boolean, { description: "Whether they may edit what all organisations share." })
  isAdministrator!: boolean;

  @Field(() => OrganisationType)
  organisation!: OrganisationType;
}

@ObjectType("Session", { description: "Proof of a sign-in." })
export class SessionType {
  @Field(() => String, {
    description: "For the header Authorization: Bearer …, or connectionParams.authorization on WebSocket.",
  })
  accessToken!: string;

  @Field(() => String, { description: "For refreshSession, once." })
  refreshToken!: string;

  @Field(() => DateTime, { description: "When the access token expires." })
  expiresAt!: Date;

  @Field(() => ViewerType)
  viewer!: ViewerType;
}

@ObjectType("InvalidCredentials", {
  implements: Refusal,
  simpleResolvers: true,
  description: "The credentials do not open a session.",
})
export class InvalidCredentialsType extends Refusal {}

export const SignInResult = createUnionType({
  name: "SignInResult",
  types: () => [SessionType, InvalidCredentialsType] as const,
  resolveType: (value) => (value instanceof InvalidCredentials ? "InvalidCredentials" : "Session"),
});

@InputType("SignInInput")
export class SignInInput {
  @Field(() => String)
  email!: string;

  @Field(() => String)
  password!: string;
}

@InputType("RefreshSessionInput")
export class RefreshSessionInput {
  @Field(() => String)
  refreshToken!: string;
}
