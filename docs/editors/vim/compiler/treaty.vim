" :compiler treaty | make       the findings of this contract in the quickfix list, each with its code for `treaty explain`
if exists('current_compiler')
  finish
endif
let current_compiler = 'treaty'

CompilerSet makeprg=treaty\ check\ %:S
" %v, not %c: treaty counts columns in characters, Vim's %c in bytes.
CompilerSet errorformat=%Eerror%m,%Wwarning%m,%Z\ %#-->\ %f:%l:%v,%-G%.%#
