"""Makes attn_backbone.onnx, attn_left_eye.onnx, attn_right_eye.onnx and attn_lips.onnx out of
face_landmark_with_attention.tflite in the PyPI wheel mediapipe 0.10.21 (Apache-2.0).

The network has three custom operators that no runtime but MediaPipe's knows: they cut the eyes and the
lips out of the trunk's features and place the heads' points back. So it is split there into a trunk
and three heads; the program does the operators itself (src/face/mesh.rs). Layers are translated one by
one from TensorFlow Lite (NHWC) to ONNX (NCHW, opset 13); 16-bit weights are widened.

    pip install numpy onnx tflite
    pip download --no-deps mediapipe==0.10.21 && unzip mediapipe-0.10.21-*.whl '*face_landmark_with_attention.tflite'
    python split_attention_mesh.py mediapipe/modules/face_landmark/face_landmark_with_attention.tflite OUT
"""

import hashlib
import pathlib
import sys

import numpy as np
import onnx
import tflite
from onnx import TensorProto, helper, numpy_helper

SHA256 = "e06a804e0144f9929eda782122916b35d60c697c3c9344013ca2bbe76a6ce2b4"

# File, input tensor (None: the network's own), output tensors with their names.
PARTS = (
    ("attn_backbone.onnx", None, {35: "features", 186: "mesh", 710: "presence"}),
    ("attn_lips.onnx", 199, {684: "lips"}),
    ("attn_left_eye.onnx", 200, {687: "eye", 690: "iris"}),
    ("attn_right_eye.onnx", 201, {693: "eye", 696: "iris"}),
)

TYPES = {
    tflite.TensorType.FLOAT32: np.float32,
    tflite.TensorType.FLOAT16: np.float16,
    tflite.TensorType.INT32: np.int32,
    tflite.TensorType.INT64: np.int64,
}
OPERATORS = {code: name for name, code in vars(tflite.BuiltinOperator).items() if isinstance(code, int)}


class Part:
    """One piece of the network on its way to ONNX."""

    def __init__(self, model):
        self.model = model
        self.graph = model.Subgraphs(0)
        self.tensors = [self.graph.Tensors(i) for i in range(self.graph.TensorsLength())]
        self.constants = {i: c for i in range(len(self.tensors)) if (c := self.constant(i)) is not None}
        self.nodes, self.weights = [], []
        self.count = 0
        # Tensor number -> name of its NCHW value.
        self.values = {}

    def shape(self, i):
        tensor = self.tensors[i]
        return [int(x) for x in tensor.ShapeAsNumpy()] if tensor.ShapeLength() else []

    def constant(self, i):
        tensor = self.tensors[i]
        data = self.model.Buffers(tensor.Buffer()).DataAsNumpy()
        if data is None or isinstance(data, int) or len(data) == 0:
            return None
        return np.frombuffer(data.tobytes(), TYPES[tensor.Type()]).reshape(self.shape(i))

    def weight(self, values):
        self.count += 1
        name = f"w{self.count}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, operator, inputs, **attributes):
        self.count += 1
        name = f"t{self.count}"
        self.nodes.append(helper.make_node(operator, inputs, [name], **attributes))
        return name

    def operand(self, i):
        """The NCHW value of tensor `i`, constant or computed."""
        if i not in self.constants:
            return self.values[i]
        values = self.constants[i].astype(np.float32)
        if values.ndim == 4:
            values = values.transpose(0, 3, 1, 2)
        elif values.ndim == 3:
            values = values.transpose(2, 0, 1)
        elif values.ndim == 1 and values.size > 1:
            values = values.reshape(-1, 1, 1)
        return self.weight(values)

    def activated(self, value, activation):
        if activation == tflite.ActivationFunctionType.NONE:
            return value
        if activation == tflite.ActivationFunctionType.RELU:
            return self.add("Relu", [value])
        sys.exit(f"activation {activation} is not known")

    def needed(self, inputs, outputs):
        """The operators between `inputs` and `outputs`."""
        makers = {int(t): k for k in range(self.graph.OperatorsLength()) for t in self.graph.Operators(k).OutputsAsNumpy()}
        found, open_tensors = set(), list(outputs)
        while open_tensors:
            tensor = open_tensors.pop()
            if tensor in inputs or tensor not in makers or makers[tensor] in found:
                continue
            found.add(makers[tensor])
            open_tensors += [int(t) for t in self.graph.Operators(makers[tensor]).InputsAsNumpy() if t >= 0]
        return sorted(found)

    def translate(self, k):
        """Adds operator `k`."""
        operator = self.graph.Operators(k)
        code = self.model.OperatorCodes(operator.OpcodeIndex())
        name = OPERATORS[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        inputs = [int(x) for x in operator.InputsAsNumpy()]
        output = int(operator.OutputsAsNumpy()[0])
        if name == "DEQUANTIZE" and inputs[0] in self.constants:
            self.constants[output] = self.constants[inputs[0]].astype(np.float32)
        elif name in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            self.values[output] = self.convolution(operator, inputs, depthwise=name != "CONV_2D")
        elif name == "MAX_POOL_2D":
            self.values[output] = self.pool(operator, inputs)
        elif name == "PRELU":
            self.values[output] = self.add("PRelu", [self.operand(inputs[0]), self.operand(inputs[1])])
        elif name == "ADD":
            total = self.add("Add", [self.operand(inputs[0]), self.operand(inputs[1])])
            self.values[output] = self.activated(total, options(operator, tflite.AddOptions).FusedActivationFunction())
        elif name == "PAD":
            before_after = self.constants[inputs[1]].reshape(-1, 2)[[0, 3, 1, 2]]
            operands = self.operands_with(inputs[0], np.array([*before_after[:, 0], *before_after[:, 1]], np.int64))
            self.values[output] = self.add("Pad", operands)
        else:
            sys.exit(f"operator {name} is not known")

    def operands_with(self, i, values):
        return [self.operand(i), self.weight(values)]

    def convolution(self, operator, inputs, depthwise):
        o = options(operator, tflite.DepthwiseConv2DOptions if depthwise else tflite.Conv2DOptions)
        weight = self.constants[inputs[1]].astype(np.float32)
        weight = weight.transpose(3, 0, 1, 2) if depthwise else weight.transpose(0, 3, 1, 2)
        _, height, width, channels = self.shape(inputs[0])
        top, bottom = padding(height, weight.shape[2], o.StrideH(), o.DilationHFactor(), o.Padding())
        left, right = padding(width, weight.shape[3], o.StrideW(), o.DilationWFactor(), o.Padding())
        operands = [self.operand(inputs[0]), self.weight(weight)]
        if len(inputs) > 2 and inputs[2] >= 0:
            operands.append(self.weight(self.constants[inputs[2]].astype(np.float32)))
        result = self.add(
            "Conv",
            operands,
            kernel_shape=list(weight.shape[2:]),
            strides=[o.StrideH(), o.StrideW()],
            dilations=[o.DilationHFactor(), o.DilationWFactor()],
            pads=[top, left, bottom, right],
            group=channels if depthwise else 1,
        )
        return self.activated(result, o.FusedActivationFunction())

    def pool(self, operator, inputs):
        o = options(operator, tflite.Pool2DOptions)
        _, height, width, _ = self.shape(inputs[0])
        top, bottom = padding(height, o.FilterHeight(), o.StrideH(), 1, o.Padding())
        left, right = padding(width, o.FilterWidth(), o.StrideW(), 1, o.Padding())
        return self.add(
            "MaxPool",
            [self.operand(inputs[0])],
            kernel_shape=[o.FilterHeight(), o.FilterWidth()],
            strides=[o.StrideH(), o.StrideW()],
            pads=[top, left, bottom, right],
        )

    def convert(self, input_tensor, outputs):
        """The ONNX model from `input_tensor` to `outputs`."""
        source = int(self.graph.InputsAsNumpy()[0]) if input_tensor is None else input_tensor
        self.values[source] = "input"
        _, height, width, channels = self.shape(source)
        for k in self.needed({source}, outputs):
            self.translate(k)
        infos = []
        for tensor, name in outputs.items():
            _, rows, columns, depth = self.shape(tensor)
            if rows * columns == 1:
                flat = [self.values[tensor], self.weight(np.array([1, depth], np.int64))]
                self.nodes.append(helper.make_node("Reshape", flat, [name]))
                shape = [1, depth]
            else:
                self.nodes.append(helper.make_node("Identity", [self.values[tensor]], [name]))
                shape = [1, depth, rows, columns]
            infos.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        entry = helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, channels, height, width])
        graph = helper.make_graph(self.nodes, "g", [entry], infos, self.weights)
        # The producer's name is kept: it is part of the files' hashes.
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8, producer_name="tfl2onnx-spike"
        )
        onnx.checker.check_model(model)
        return onnx.shape_inference.infer_shapes(model)


def options(operator, kind):
    found = kind()
    table = operator.BuiltinOptions()
    found.Init(table.Bytes, table.Pos)
    return found


def padding(size, kernel, stride, dilation, kind):
    """TensorFlow's padding before and after one axis."""
    if kind != tflite.Padding.SAME:
        return 0, 0
    steps = -(-size // stride)
    total = max((steps - 1) * stride + (kernel - 1) * dilation + 1 - size, 0)
    return total // 2, total - total // 2


def main():
    source, target = map(pathlib.Path, sys.argv[1:3])
    data = source.read_bytes()
    if (found := hashlib.sha256(data).hexdigest()) != SHA256:
        sys.exit(f"{source}: SHA-256 {found}, expected {SHA256}")
    target.mkdir(parents=True, exist_ok=True)
    for name, input_tensor, outputs in PARTS:
        onnx.save(Part(tflite.Model.GetRootAsModel(data, 0)).convert(input_tensor, outputs), target / name)
        print(hashlib.sha256((target / name).read_bytes()).hexdigest(), name)


if __name__ == "__main__":
    main()
