import { expect, test } from "@jest/globals";
import { ADMIN_PASSWORD, withProduct } from "../harness/product.js";

const product = withProduct();

test("the administrator of the first start signs in and sees who they are", async () => {
  const admin = await product.admin();
  const { viewer } = await admin.query<{ viewer: object }>(
    `{ viewer { email role isAdministrator organisation { slug } } }`,
  );
  expect(viewer).toEqual({
    email: product.config.adminEmail,
    role: "OWNER",
    isAdministrator: true,
    organisation: { slug: "operator" },
  });
  expect(ADMIN_PASSWORD).not.toBe("");
});
