import onnxProto from "onnx-proto";

export type NodeAttribute = onnxProto.onnx.IAttributeProto;

const { AttributeType } = onnxProto.onnx.AttributeProto;

/** A list of whole numbers as an attribute. */
export function integerList(name: string, ints: readonly number[]): NodeAttribute {
  return { name, type: AttributeType.INTS, ints: [...ints] };
}

/** A text as an attribute. */
export function text(name: string, value: string): NodeAttribute {
  return { name, type: AttributeType.STRING, s: Buffer.from(value) };
}

/** A whole number as an attribute. */
export function integer(name: string, i: number): NodeAttribute {
  return { name, type: AttributeType.INT, i };
}
