"""Compiles an ONNX network into the program file that src/net reads (its form: src/net/program.rs).

    pip install numpy onnx
    python compile_program.py NETWORK.onnx PROGRAM.net

For networks of one input [1, C, H, W] (H and W may be free) made of convolutions (dense, or depthwise
with one output a channel), ReLU, PReLU, 2x2 maximum and global average pooling, sums, enlarging by two
before a sum, squeeze-and-excitation gates (x * sigmoid(y)), batch normalisation, constant shifts and
factors of the input, one matrix product at the end, and sigmoid or softmax on an output. Anything else
is refused by name. Nothing is trained, rounded or left out: weights are written as 16-bit floats only
where that keeps every bit.

What is rearranged: activations and sums join the convolution before them, and pointwise-depthwise
branches that read the same values become one branch, of which each output takes a slice.
"""

import hashlib
import pathlib
import struct
import sys

import numpy as np
import onnx
from onnx import numpy_helper

MAGIC, VERSION = b"ESSC-NET", 1
CONV, DEPTHWISE, MAX_POOL, UPSAMPLE_ADD, AVERAGE, GATE, ADD, AFFINE = range(1, 9)
NO_ACTIVATION, RELU, PRELU = range(3)
PLAIN, SIGMOID, SOFTMAX = range(3)
F32, F16 = range(2)
# Steps between the last layer and an output that do not change the order of values in NHWC.
TRANSPARENT = ("Transpose", "Reshape", "Identity", "Flatten")


def refuse(why):
    sys.exit(f"this network cannot be compiled: {why}")


def demand(condition, why):
    if not condition:
        refuse(why)


def words(*values):
    return struct.pack(f"<{len(values)}I", *values)


def floats(values):
    return np.ascontiguousarray(values, "<f4").tobytes()


def weights(values):
    """The storage form and the bytes: 16 bits where no value changes by it."""
    values = np.ascontiguousarray(values, np.float32)
    with np.errstate(over="ignore"):
        half = values.astype("<f2")
    if np.array_equal(half.astype(np.float32), values):
        return F16, half.tobytes()
    return F32, floats(values)


def attributes(node):
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


class Compiler:
    """One network on its way to a program. Tensor 0 is the input; layer k makes tensor k + 1."""

    def __init__(self, model):
        graph = model.graph
        self.constants = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        nodes = []
        for node in graph.node:
            if node.op_type == "Constant":
                self.constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
            elif node.op_type == "Cast" and node.input[0] in self.constants:
                self.constants[node.output[0]] = self.constants[node.input[0]].astype(np.float32)
            else:
                nodes.append(node)
        self.makers = {name: node for node in nodes for name in node.output}
        self.readers = {}
        for node in nodes:
            for name in node.input:
                self.readers.setdefault(name, []).append(node)
        self.outputs = [o.name for o in graph.output]
        inputs = [i for i in graph.input if i.name not in self.constants]
        demand(len(inputs) == 1, f"it has {len(inputs)} inputs")
        shape = [d.dim_value for d in inputs[0].type.tensor_type.shape.dim]
        demand(len(shape) == 4 and shape[0] == 1 and shape[1] > 0, f"its input has the shape {shape}")
        self.input = tuple(shape[1:])
        self.layers = []
        # Value name -> (tensor, first channel, channels, height, width); a side of 0 is free.
        self.values = {inputs[0].name: (0, 0, *self.input)}
        self.stack_branches()

    # Reading the graph

    def weight(self, name):
        demand(name in self.constants, f"{name} is not constant")
        return self.constants[name].astype(np.float32)

    def is_depthwise(self, node):
        """Whether every channel has its own kernel; a single channel says so by its shape alone."""
        outputs, taken = self.weight(node.input[1]).shape[:2]
        return taken == 1 and attributes(node).get("group", 1) == outputs

    def only_reader(self, name):
        """The node that alone reads `name`, if `name` is not an output."""
        readers = self.readers.get(name, [])
        return readers[0] if len(readers) == 1 and name not in self.outputs else None

    def geometry(self, node, kernel):
        """Stride, and padding as (top, left, bottom, right)."""
        found = attributes(node)
        strides = list(found.get("strides", [1, 1]))
        demand(strides[0] == strides[1], f"strides {strides} of {node.op_type}")
        demand(all(d == 1 for d in found.get("dilations", [1])), f"dilated {node.op_type}")
        demand(found.get("auto_pad", b"NOTSET") == b"NOTSET", "automatic padding")
        pads = list(found.get("pads", [0, 0, 0, 0]))
        demand(all(0 <= p < k for p, k in zip(pads, list(kernel) * 2)), f"padding {pads} of {node.op_type}")
        return strides[0], pads

    # Branches

    def stack_branches(self):
        """Joins pointwise-depthwise pairs that read the same value and end in outputs only."""
        groups = {}
        for node in list(self.makers.values()):
            if node.op_type != "Conv" or self.is_depthwise(node) or self.weight(node.input[1]).shape[2:] != (1, 1):
                continue
            after = self.only_reader(node.output[0])
            if after is None or after.op_type != "Conv" or not self.is_depthwise(after) or not self.ends(after.output[0]):
                continue
            kernel = self.weight(after.input[1]).shape[2:]
            key = (node.input[0], kernel, str(self.geometry(node, (1, 1))), str(self.geometry(after, kernel)))
            groups.setdefault(key, []).append((node, after))
        self.stacks = {}
        for pairs in groups.values():
            if len(pairs) > 1:
                for _, after in pairs:
                    self.stacks[after.output[0]] = pairs

    def ends(self, name):
        """Whether nothing but transparent steps and final functions lies between `name` and the outputs."""
        if name in self.outputs:
            return True
        readers = self.readers.get(name, [])
        return bool(readers) and all(
            r.op_type in (*TRANSPARENT, "Sigmoid", "Softmax") and self.ends(r.output[0]) for r in readers
        )

    def emit_stack(self, pairs):
        source = self.tensor(pairs[0][0].input[0])
        both = []
        for part in range(2):
            nodes = [pair[part] for pair in pairs]
            kernel = np.concatenate([self.weight(n.input[1]) for n in nodes])
            bias = np.concatenate([self.bias(n, len(self.weight(n.input[1]))) for n in nodes])
            both.append((nodes[0], kernel, bias))
        for node, kernel, bias in both:
            source = self.convolution(node, kernel, bias, source)
        tensor, _, _, height, width = source
        first = 0
        for _, after in pairs:
            count = len(self.weight(after.input[1]))
            self.values[after.output[0]] = (tensor, first, count, height, width)
            first += count

    # Layers

    def layer(self, record, channels, height, width):
        self.layers.append(record)
        return (len(self.layers), 0, channels, height, width)

    def bias(self, node, count):
        return self.weight(node.input[2]) if len(node.input) > 2 else np.zeros(count, np.float32)

    def convolution(self, node, kernel, bias, source, activation=None, residual=None):
        tensor, _, channels, height, width = source
        outputs, taken, rows, columns = kernel.shape
        stride, (top, left, bottom, right) = self.geometry(node, (rows, columns))
        side = lambda n, before, after, k: (n + before + after - k) // stride + 1 if n else 0
        height, width = side(height, top, bottom, rows), side(width, left, right, columns)
        if taken == 1 and outputs == channels:
            kind, kernel = DEPTHWISE, kernel[:, 0].transpose(1, 2, 0)
        else:
            demand(taken == channels, f"a convolution of {taken} channels reads {channels}")
            kind, kernel = CONV, kernel.transpose(2, 3, 1, 0)
        code, slope = self.activation(activation, outputs)
        form, data = weights(kernel)
        head = words(kind, tensor, rows, columns, stride, top, left, bottom, right, outputs, code)
        link = words(0 if residual is None else residual + 1, form)
        return self.layer(head + link + data + floats(bias) + slope, outputs, height, width)

    def activation(self, node, channels):
        if node is None:
            return NO_ACTIVATION, b""
        if node.op_type == "Relu":
            return RELU, b""
        slope = self.weight(node.input[1]).ravel()
        demand(slope.size in (1, channels), f"{slope.size} PReLU slopes for {channels} channels")
        return PRELU, floats(np.broadcast_to(slope, (channels,)))

    def tensor(self, name):
        """The whole tensor behind a value."""
        if name not in self.values:
            self.emit(name)
        demand(self.values[name][1] == 0, f"{name} is a slice")
        return self.values[name]

    def emit(self, name):
        """Makes the value `name`, and before it whatever it is made of."""
        demand(name in self.makers, f"nothing makes {name}")
        if name in self.stacks:
            self.emit_stack(self.stacks[name])
            return
        node, activation = self.makers[name], None
        if node.op_type in ("Relu", "PRelu"):
            before = self.makers.get(node.input[0])
            demand(before is not None and self.only_reader(node.input[0]), f"{node.op_type} of a value read elsewhere")
            node, activation = before, node
        if node.op_type == "Add":
            self.values[name] = self.emit_sum(node, activation)
        elif node.op_type == "Conv":
            self.values[name] = self.emit_convolution(node, activation)
        else:
            demand(activation is None, f"{activation and activation.op_type} after {node.op_type}")
            self.values[name] = self.emit_other(node)

    def emit_convolution(self, node, activation, residual=None):
        kernel = self.weight(node.input[1])
        source = self.tensor(node.input[0])
        return self.convolution(node, kernel, self.bias(node, len(kernel)), source, activation, residual)

    def emit_sum(self, node, activation):
        for enlarged, other in (node.input, reversed(node.input)):
            maker = self.makers.get(enlarged)
            if maker is not None and maker.op_type == "Resize" and activation is None:
                self.check_resize(maker)
                small, large = self.tensor(maker.input[0]), self.tensor(other)
                demand(small[2] == large[2], "a sum of unlike channels")
                return self.layer(words(UPSAMPLE_ADD, small[0], large[0]), *large[2:])
        for summed, other in (node.input, reversed(node.input)):
            maker = self.makers.get(summed)
            if maker is not None and maker.op_type == "Conv" and self.only_reader(summed) and summed not in self.values:
                residual = self.tensor(other)
                return self.emit_convolution(maker, activation, residual[0])
        demand(activation is None, "an activation after a sum without a convolution")
        a, b = (self.tensor(name) for name in node.input)
        demand(a[2:] == b[2:], "a sum of unlike shapes")
        return self.layer(words(ADD, a[0], b[0]), *a[2:])

    def check_resize(self, node):
        found = attributes(node)
        demand(found.get("mode", b"nearest") == b"nearest", "enlarging other than nearest")
        scales = next((self.constants[i] for i in node.input[1:] if i in self.constants and self.constants[i].size == 4), None)
        demand(scales is not None and list(scales) == [1, 1, 2, 2], "enlarging other than by two")

    def emit_other(self, node):
        kind = node.op_type
        if kind == "Gemm":
            return self.emit_product(node)
        if kind in ("Sub", "Mul", "Div", "Add") and node.input[1] in self.constants:
            return self.emit_affine(node)
        if kind == "Mul":
            for value, gate in (node.input, reversed(node.input)):
                maker = self.makers.get(gate)
                if maker is not None and maker.op_type == "Sigmoid":
                    value, gate = self.tensor(value), self.tensor(maker.input[0])
                    demand(gate[2:] == (value[2], 1, 1), "a gate of another shape than its channels")
                    return self.layer(words(GATE, value[0], gate[0]), *value[2:])
            refuse("a product without a sigmoid")
        source = self.tensor(node.input[0])
        tensor, _, channels, height, width = source
        if kind == "MaxPool":
            stride, pads = self.geometry(node, (2, 2))
            demand(list(attributes(node)["kernel_shape"]) == [2, 2] and stride == 2 and not any(pads), "pooling other than 2x2")
            demand(not attributes(node).get("ceil_mode"), "pooling rounded up")
            return self.layer(words(MAX_POOL, tensor), channels, height // 2, width // 2)
        if kind == "GlobalAveragePool":
            return self.layer(words(AVERAGE, tensor), channels, 1, 1)
        if kind == "BatchNormalization":
            epsilon = attributes(node).get("epsilon", 1e-5)
            gamma, beta, mean, variance = (self.weight(n).astype(np.float64) for n in node.input[1:5])
            scale = gamma / np.sqrt(variance + epsilon)
            return self.affine(source, scale, beta - mean * scale)
        if kind == "Pad":
            # Further channels of zeros, as a sum's smaller side has them: the sum adds fewer channels.
            pads = list(self.constants[node.input[1]])
            readers = self.readers[node.output[0]]
            only_channels = not any(p for k, p in enumerate(pads) if k != 5)
            demand(only_channels and all(r.op_type == "Add" for r in readers), f"padding by {pads}")
            return source
        if kind in TRANSPARENT:
            return source
        refuse(f"operator {kind}")

    def affine(self, source, scale, shift):
        tensor, _, channels, height, width = source
        scale, shift = (np.broadcast_to(np.ravel(v), (channels,)) for v in (scale, shift))
        return self.layer(words(AFFINE, tensor) + floats(scale) + floats(shift), channels, height, width)

    def emit_affine(self, node):
        constant = self.weight(node.input[1])
        source = self.tensor(node.input[0])
        demand(constant.size in (1, source[2]), f"{node.op_type} with {constant.size} values")
        one, zero = np.ones(1), np.zeros(1)
        scale, shift = {
            "Sub": (one, -constant),
            "Add": (one, constant),
            "Mul": (constant, zero),
            "Div": (1 / constant, zero),
        }[node.op_type]
        return self.affine(source, scale, shift)

    def emit_product(self, node):
        """A matrix product over all values of a tensor: a convolution as large as that tensor."""
        found = attributes(node)
        demand(found.get("alpha", 1) == 1 and found.get("beta", 1) == 1 and not found.get("transA"), "a scaled product")
        matrix = self.weight(node.input[1])
        matrix = matrix if found.get("transB") else matrix.T
        tensor, _, channels, height, width = self.tensor(node.input[0])
        demand(height and matrix.shape[1] == channels * height * width, "a product of another size than its input")
        kernel = matrix.reshape(-1, channels, height, width).transpose(2, 3, 1, 0)
        form, data = weights(kernel)
        bias = floats(self.bias(node, len(matrix)).ravel())
        record = words(CONV, tensor, height, width, 1, 0, 0, 0, 0, len(matrix), NO_ACTIVATION, 0, form) + data + bias
        return self.layer(record, len(matrix), 1, 1)

    # Outputs

    def output(self, name):
        """Name, tensor, first channel, channels and final function of an output."""
        finish, value = PLAIN, name
        while value in self.makers and self.makers[value].op_type in (*TRANSPARENT, "Sigmoid", "Softmax"):
            node = self.makers[value]
            if node.op_type in ("Sigmoid", "Softmax"):
                demand(finish == PLAIN, "two final functions")
                finish = SIGMOID if node.op_type == "Sigmoid" else SOFTMAX
            value = node.input[0]
        if value not in self.values:
            self.emit(value)
        tensor, first, channels, _, _ = self.values[value]
        label = name.encode()
        return words(len(label)) + label + words(tensor, first, channels, finish)

    def program(self):
        outputs = [self.output(name) for name in self.outputs]
        head = MAGIC + words(VERSION, *self.input, len(self.layers))
        return head + b"".join(self.layers) + words(len(outputs)) + b"".join(outputs)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = map(pathlib.Path, sys.argv[1:])
    model = onnx.load(source)
    onnx.checker.check_model(model)
    compiler = Compiler(model)
    data = compiler.program()
    target.write_bytes(data)
    print(hashlib.sha256(data).hexdigest(), target.name, len(compiler.layers), "layers", len(data), "bytes")


if __name__ == "__main__":
    main()
