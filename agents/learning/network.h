// Trained networks at work: forward passes over plain arrays.
//
// The same weights give the same bits on every machine, in a batch of any size
// and at any place in it: every output is a sum in an order that depends on the
// layer alone (network_kernels.h), in single precision. Layers are read from a
// model by the names that libtorch gives them ("policy.0.weight" [out, in],
// "policy.0.bias" [out]); libtorch's results differ by less than 1e-5 (relative
// to the largest activation).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "agents/learning/network_kernels.h"
#include "market/result.h"
#include "market/trained_model.h"

namespace souk::agents {

/// Rows of activations, one row behind the other: a batch, or the tokens of a
/// sequence.
struct Matrix {
  size_t rows = 0;
  size_t columns = 0;
  std::vector<float> values;

  /// Keeps its memory.
  void Resize(size_t new_rows, size_t new_columns) {
    rows = new_rows;
    columns = new_columns;
    values.resize(rows * columns);
  }
  std::span<float> row(size_t r) {
    return {values.data() + r * columns, columns};
  }
  std::span<const float> row(size_t r) const {
    return {values.data() + r * columns, columns};
  }
  /// Rows [begin, end).
  RowsOf<float> part(size_t begin, size_t end) {
    return {values.data() + begin * columns, end - begin, columns, columns};
  }
  RowsOf<const float> part(size_t begin, size_t end) const {
    return {values.data() + begin * columns, end - begin, columns, columns};
  }
};

/// Softmax of each row.
void SoftmaxRows(Matrix& matrix);

/// Sizes of a tensor, outermost first; 0 stands for any.
using TensorShape = std::vector<uint32_t>;

/// Error: it is missing, or of another shape.
market::Result<const market::Tensor*> TensorOf(
    const market::TrainedModel& model, const std::string& name,
    const TensorShape& shape);

/// y = x W^T + b, then the activation.
class Dense {
 public:
  Dense() = default;
  /// NAME.weight [out, in] and NAME.bias [out]. Error: missing, or of a shape
  /// that makes no sense.
  static market::Result<Dense> From(const market::TrainedModel& model,
                                    const std::string& name,
                                    Activation activation = Activation::kNone);

  /// Of a weight [out, in] and a bias [out].
  static Dense Of(const market::Tensor& weight, const market::Tensor& bias,
                  Activation activation);

  size_t inputs() const { return inputs_; }
  size_t outputs() const { return outputs_; }
  /// `out` must not be `in`.
  void Forward(const Matrix& in, Matrix& out) const;
  /// Rows of inputs() columns to as many of outputs() columns.
  void Forward(const RowsOf<const float>& in, const RowsOf<float>& out) const;

 private:
  /// So few outputs are computed one by one.
  static constexpr size_t kNarrow = 4;
  void Take(const market::Tensor& weight, const market::Tensor& bias);

  size_t inputs_ = 0;
  size_t outputs_ = 0;
  Factors factors_;       // if outputs_ > kNarrow
  NarrowFactors narrow_;  // else
  Activation activation_ = Activation::kNone;
};

/// Dense layers NAME.0, NAME.1, ... with one activation between them. Error:
/// there is none, or two do not fit together.
class Mlp {
 public:
  Mlp() = default;
  static market::Result<Mlp> From(const market::TrainedModel& model,
                                  const std::string& name, Activation hidden,
                                  Activation last = Activation::kNone);

  size_t inputs() const { return layers_.front().inputs(); }
  size_t outputs() const { return layers_.back().outputs(); }
  void Forward(const Matrix& in, Matrix& out) const;

 private:
  std::vector<Dense> layers_;  // at least one
};

/// (x - mean) / sqrt(variance + 1e-5) * weight + bias, row by row.
class LayerNorm {
 public:
  LayerNorm() = default;
  static market::Result<LayerNorm> From(const market::TrainedModel& model,
                                        const std::string& name);
  size_t width() const { return weight_.size(); }
  void Forward(Matrix& rows) const;

 private:
  std::vector<float> weight_, bias_;
};

struct EncoderShape {
  size_t heads = 1;
  bool causal = false;  ///< a token sees itself and those before it
  Activation activation = Activation::kRelu;  ///< of the feed-forward part
};

/// A transformer encoder, layers i = 0, 1, ... of
///   x = norm1(x + attention(x)),  x = norm2(x + ff2(act(ff1(x))))
/// (post-norm) with NAME.i_{query,key,value,output} and NAME.i_{ff1,ff2} dense
/// and NAME.i_{norm1,norm2}. The rows are the tokens of one sequence.
class Encoder {
 public:
  Encoder() = default;
  /// Error: a tensor is missing or of a wrong shape, or the heads do not divide
  /// the width.
  static market::Result<Encoder> From(const market::TrainedModel& model,
                                      const std::string& name,
                                      const EncoderShape& shape);
  size_t width() const { return layers_.front().query.inputs(); }
  /// In place. Without a causal mask, permuted tokens give permuted rows, but
  /// for the order of the sums over tokens. With one, the first rows do not
  /// depend on later ones, to the bit.
  void Forward(Matrix& tokens) const;
  /// The last row of Forward, bit for bit, at less cost; `tokens` is work space
  /// afterwards.
  void ForwardLast(Matrix& tokens, std::span<float> last) const;

 private:
  struct Layer {
    Dense query, key, value, output, ff1, ff2;
    LayerNorm norm1, norm2;
  };
  struct Scratch;
  static market::Result<Layer> LayerFrom(const market::TrainedModel& model,
                                         const std::string& prefix,
                                         Activation activation);
  market::Result<void> CheckShape(const market::TrainedModel& model,
                                  const std::string& name) const;
  /// The rows of `tokens` become what the layer makes of its last rows.
  void Pass(const Layer& layer, Matrix& tokens, size_t rows,
            Scratch& scratch) const;
  void Attend(const Layer& layer, const Matrix& tokens, Scratch& scratch) const;

  std::vector<Layer> layers_;  // at least one
  EncoderShape shape_;
};

}  // namespace souk::agents
