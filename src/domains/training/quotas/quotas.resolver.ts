import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../../../context.js";
import { OrganisationType } from "../../accounts/accounts.types.js";
import { OrganisationQuotaType, SetOrganisationQuotaInput } from "./quota.types.js";

@Resolver()
export class QuotasResolver {
  @Query(() => OrganisationQuotaType, {
    description: "What your organisation may use and has used; administrators may ask for any.",
  })
  organisationQuota(
    @Arg("organisation", () => String, { nullable: true, description: "Slug; your own when not given." })
    organisation: string | null,
    @Ctx() { viewer, quotas }: Context,
  ) {
    return quotas.read(viewer, organisation);
  }

  @Mutation(() => OrganisationQuotaType, {
    description: "Allows an organisation more or less; its runs are left alone. For administrators.",
  })
  setOrganisationQuota(
    @Arg("input", () => SetOrganisationQuotaInput) input: SetOrganisationQuotaInput,
    @Ctx() { viewer, quotas }: Context,
  ) {
    return quotas.set(viewer, input);
  }
}

/** Nobody is shown another organisation than their own. */
@Resolver(() => OrganisationType)
export class OrganisationQuotaResolver {
  @FieldResolver(() => OrganisationQuotaType, { description: "What it may use, and has used." })
  quota(@Ctx() { viewer, quotas }: Context) {
    return quotas.read(viewer);
  }
}
