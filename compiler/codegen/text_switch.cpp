#include "compiler/codegen/text_switch.h"

#include <cstring>
#include <map>

namespace treaty::codegen {
namespace {

constexpr size_t word = 8;

uint64_t word_of(std::string_view text, size_t at) {
  uint64_t bytes = 0;
  std::memcpy(&bytes, text.data() + at, std::min(word, text.size() - at));
  return bytes;
}

/// Compares what follows the first word of a text that is longer than one.
void compare_rest(Emitter& emitter, llvm::Value* data, std::string_view text, llvm::BasicBlock* target,
                  llvm::BasicBlock* otherwise) {
  llvm::Value* differs = emitter.wide(0);
  for (size_t at = word; at < text.size(); at += word) {
    const size_t from = std::min(at, text.size() - word);  // the last one overlaps
    llvm::Value* found = emitter.builder.CreateAlignedLoad(emitter.i64, emitter.offset(data, from), llvm::Align(1));
    differs = emitter.builder.CreateOr(differs, emitter.builder.CreateXor(found, emitter.wide(word_of(text, from))));
  }
  emitter.builder.CreateCondBr(emitter.builder.CreateICmpEQ(differs, emitter.wide(0)), target, otherwise);
}

/// Texts of one size, which is not 0.
void switch_on_words(Emitter& emitter, llvm::Value* data, const TextTargets& targets, llvm::BasicBlock* otherwise) {
  const size_t size = targets.front().first.size();
  llvm::Value* first = emitter.builder.CreateAlignedLoad(emitter.i64, data, llvm::Align(1));
  if (size < word) first = emitter.builder.CreateAnd(first, emitter.wide((uint64_t{1} << (8 * size)) - 1));
  std::map<uint64_t, TextTargets> groups;
  for (const auto& target : targets) groups[word_of(target.first, 0)].push_back(target);
  llvm::SwitchInst* by_word = emitter.builder.CreateSwitch(first, otherwise, static_cast<unsigned>(groups.size()));
  for (const auto& [value, group] : groups) {
    if (size <= word) {
      by_word->addCase(emitter.wide(value), group.front().second);
      continue;
    }
    llvm::BasicBlock* at = emitter.block("rest");
    by_word->addCase(emitter.wide(value), at);
    for (size_t i = 0; i < group.size(); ++i) {
      emitter.enter(at);
      at = i + 1 < group.size() ? emitter.block("rest") : otherwise;
      compare_rest(emitter, data, group[i].first, group[i].second, at);
    }
  }
}

}  // namespace

void switch_on_text(Emitter& emitter, llvm::Value* data, llvm::Value* size, const TextTargets& targets,
                    llvm::BasicBlock* otherwise) {
  std::map<size_t, TextTargets> groups;
  for (const auto& target : targets) groups[target.first.size()].push_back(target);
  llvm::SwitchInst* by_size = emitter.builder.CreateSwitch(size, otherwise, static_cast<unsigned>(groups.size()));
  for (const auto& [length, group] : groups) {
    if (length == 0) {
      by_size->addCase(emitter.wide(0), group.front().second);
      continue;
    }
    llvm::BasicBlock* words = emitter.block("words");
    by_size->addCase(emitter.wide(length), words);
    emitter.enter(words);
    switch_on_words(emitter, data, group, otherwise);
  }
}

}  // namespace treaty::codegen
