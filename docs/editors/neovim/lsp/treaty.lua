-- Neovim 0.11 and later: with this folder and ../vim on the runtime path, `vim.lsp.enable('treaty')` is all there is to say.
return {
  cmd = { 'treaty', 'lsp' },
  filetypes = { 'treaty' },
  root_markers = { '.git' },
}
