" What Vim makes of the files $FILES, and of the wrong contract $WRONG, as JSON in $OUT.
set nocompatible encoding=utf-8 synmaxcol=0
let &runtimepath = $EDITORS .. '/vim,' .. &runtimepath
filetype plugin indent on
syntax on

function! s:Groups(line) abort
  return map(range(1, len(getline(a:line))), {_, column -> synIDattr(synID(a:line, column, 1), 'name')})
endfunction

let s:found = {'files': {}}
for s:file in split($FILES, "\n")
  execute 'edit' fnameescape(s:file)
  let s:told = {'filetype': &filetype, 'groups': &filetype ==# 'treaty' ? map(range(1, line('$')), {_, line -> s:Groups(line)}) : []}
  silent normal! gg=G
  let s:told.kept = getline(1, '$')
  silent! %substitute/^\s\+//
  silent normal! gg=G
  let s:told.indented = getline(1, '$')
  let s:found.files[s:file] = s:told
  edit!
endfor

execute 'edit' fnameescape($WRONG)
compiler treaty
silent make!
let s:found.quickfix = []
for s:number in range(1, len(getqflist()))
  let s:one = getqflist()[s:number - 1]
  if s:one.valid
    execute 'cc' s:number
    call add(s:found.quickfix, {'file': bufname(), 'line': line('.'), 'column': charcol('.'), 'type': s:one.type, 'text': s:one.text})
  endif
endfor

execute 'edit' fnameescape($UNTIDY)
TreatyFormat
let s:found.formatted = getline(1, '$')
let s:found.comment = &commentstring
call writefile([json_encode(s:found)], $OUT)
qall!
