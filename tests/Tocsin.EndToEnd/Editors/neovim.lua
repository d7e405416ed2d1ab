-- Writes in a script as a person does, and notes in a file what Neovim shows. Run with the script open: nvim -u init.lua cpu.tick -S neovim.lua
local notes = assert(io.open(vim.env.TOCSIN_NOTES, 'w'))
local patience = 120000 -- Milliseconds; others may be at work on this machine.

local function note(what, text)
  notes:write(what, '\t', (text:gsub('\n', '\\n')), '\n')
  notes:flush()
end

local function wait(what, condition)
  if not vim.wait(patience, condition, 20) then
    note('gave up waiting for', what)
    notes:close()
    vim.cmd('cquit!')
  end
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

local function mistakes()
  return vim.diagnostic.get(0)
end

local function ask(method, params)
  local answers = assert(vim.lsp.buf_request_sync(0, method, params, patience), method .. ' is not answered')
  local _, answer = next(answers)
  assert(answer and not answer.error, vim.inspect(answer))
  return answer.result
end

local ok, problem = pcall(function()
  wait('the language server', function() return not vim.tbl_isempty(vim.lsp.buf_get_clients(0)) end)
  note('filetype', vim.bo.filetype)

  wait('the mistake', function() return #mistakes() > 0 end)
  for _, mistake in ipairs(mistakes()) do
    note('mistake', string.format('%d:%d %s %s', mistake.lnum, mistake.col, mistake.code or '', mistake.message))
  end

  -- The quick fix that the editor would choose itself.
  local range = vim.lsp.util.make_given_range_params({ 5, 0 }, { 5, 30 })
  range.context = { diagnostics = {} }
  for _, action in ipairs(ask('textDocument/codeAction', range)) do
    if action.isPreferred then
      note('fix', action.title)
      vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
      break
    end
  end
  wait('a script without mistakes', function() return #mistakes() == 0 end)
  note('fixed', vim.api.nvim_buf_get_lines(0, 4, 5, false)[1])

  -- As if somebody wrote on at the end of the script.
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { '    |wi' })
  vim.api.nvim_win_set_cursor(0, { vim.api.nvim_buf_line_count(0), 6 })
  vim.cmd('normal! $')
  local place = vim.lsp.util.make_position_params()
  place.position.character = 7
  local items = vim.lsp.util.text_document_completion_list_to_complete_items(ask('textDocument/completion', place), 'wi')
  note('first of the menu', items[1].word:match('%w+'))
  vim.api.nvim_buf_set_lines(0, -2, -1, false, {})

  note('hover', vim.lsp.util.convert_input_to_markdown_lines(ask('textDocument/hover', {
    textDocument = vim.lsp.util.make_text_document_params(), position = { line = 2, character = 6 },
  }).contents)[2])

  vim.api.nvim_win_set_cursor(0, { 1, 5 })
  vim.lsp.buf.rename('most')
  wait('the new name', function() return text():find('var most', 1, true) ~= nil end)
  note('renamed', text())
end)
if not ok then
  note('problem', tostring(problem))
end
notes:close()
vim.cmd('qall!')
