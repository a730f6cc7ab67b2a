if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:///,:// commentstring=//\ %s
setlocal formatoptions-=t formatoptions+=croql
setlocal expandtab shiftwidth=2 softtabstop=2 tabstop=2
setlocal suffixesadd=.map
setlocal include=^import define=^\\%(map\\\|table\\\|picklist\\\|transform\\\|system\\)

" `treaty fmt` rewrites whole files, not what is piped through it, so it gets a copy: no 'formatprg', a command instead.
function! s:Format() abort
  let copy = tempname() .. '.map'
  call writefile(getline(1, '$'), copy)
  let said = system('treaty fmt ' .. shellescape(copy))
  if v:shell_error
    echohl ErrorMsg | echomsg substitute(said, '\n.*', '', '') | echohl None
  else
    let view = winsaveview()
    let lines = readfile(copy)
    call setline(1, lines)
    silent! execute (len(lines) + 1) .. ',$delete _'
    call winrestview(view)
  endif
  call delete(copy)
endfunction
command! -buffer TreatyFormat call s:Format()

let b:undo_ftplugin = 'setlocal comments< commentstring< formatoptions< expandtab< shiftwidth< softtabstop< tabstop< suffixesadd< include< define<'
      \ .. '| delcommand -buffer TreatyFormat'
