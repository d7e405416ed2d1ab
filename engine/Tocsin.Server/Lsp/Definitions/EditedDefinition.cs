using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Engine.Plugins;
using Tocsin.Server.Loading.Checks;
using Tocsin.Server.Lsp.Messages;
using Tocsin.Server.RuleTests.Files;
using static Tocsin.Server.Lsp.Messages.LspBasics;

namespace Tocsin.Server.Lsp.Definitions;

/// <summary>A file of handlers, sources, silences, drills, tests or the configuration as it stands in an editor.</summary>
internal sealed class EditedDefinition
{
    private const int Key = 10;
    private const int Value = 12;
    private const int MostItems = 200;

    private readonly string _path;
    private readonly string _text;
    private readonly Extensions _extensions;
    private readonly CheckedFiles _files;
    private readonly CheckedFile _kind;

    /// <param name="files">Checks it; takes its text.</param>
    public EditedDefinition(string path, string text, CheckedFiles files, Extensions extensions)
    {
        _path = path;
        _text = text;
        _extensions = extensions;
        _files = files;
        _files.Hold(path, text);
        _kind = files.KindOfEdited(path);
    }

    /// <summary>What is wrong with it.</summary>
    public Diagnostic[] Diagnose()
    {
        if (_text.Length > Dsl.Editing.EditedScript.LongestText)
            return [new Diagnostic(new TextRange(new(0, 0), new(0, 0)), 2, null, "tocsin", $"the text has {_text.Length} characters and is not checked here: {Dsl.Editing.EditedScript.LongestText} are the most", null)];
        var problems = _kind == CheckedFile.Test ? RuleTestReader.Read(_path, _text, _files.Named).Problems : _files.Check(_path, _kind);
        return [.. problems.Select(Of)];
    }

    /// <summary>Keys that can stand at a place, or values of the key there.</summary>
    public LspAnswers.CompletionList Complete(Position position)
    {
        var place = YamlPlace.At(_text, position.Line, position.Character);
        var keys = KeysAt(place, position.Line);
        var range = new TextRange(new Position(position.Line, place.WordStart), new Position(position.Line, place.WordEnd));
        var items = place.IsValue
            ? new DefinitionKeys(_kind, _extensions).ValuesOf(place.Key, keys).Select(value => Item(value, value, Value, null, range))
            : keys.Where(option => !place.Siblings.Contains(option.Key)).OrderBy(option => !option.IsRequired)
                .Select(option => Item(option.Key, option.Key + (place.Key.Length > 0 ? "" : ": "), Key, option, range));
        return new LspAnswers.CompletionList(false, [.. items.Take(MostItems).Select((item, rank) => item with { SortText = rank.ToString("D4", System.Globalization.CultureInfo.InvariantCulture) })]);
    }

    /// <summary>What the key at a place means.</summary>
    public LspAnswers.Hover? Hover(Position position)
    {
        var place = YamlPlace.At(_text, position.Line, position.Character);
        return KeysAt(place, position.Line).FirstOrDefault(option => option.Key == place.Key) is { } found ? new LspAnswers.Hover(Markup.Of(TextOf(found)), null) : null;
    }

    private IReadOnlyList<OptionDescription> KeysAt(YamlPlace place, int line) =>
        new DefinitionKeys(_kind, _extensions).At(place.Path, YamlPlace.ValueNear(_text, line, "kind"));

    // A place of a file is counted in characters from 1, and goes to the end of its word.
    private Diagnostic Of(ConfigProblem problem)
    {
        var (line, column) = problem.Place is { Line: > 0 } place && place.File == _path ? (place.Line - 1, Math.Max(0, place.Column - 1)) : (0, 0);
        return new Diagnostic(new TextRange(new(line, column), new(line, column + WordAt(line, column))), problem.IsWarning ? 2 : 1, null, "tocsin", problem.Message, null);
    }

    private int WordAt(int line, int column)
    {
        var lines = new Dsl.Editing.LineMap(_text);
        if (line >= lines.Count)
            return 0;
        var start = Math.Min(lines.StartOf(line) + column, lines.EndOf(line));
        return _text.AsSpan(start, lines.EndOf(line) - start) is var rest && rest.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon ? colon : rest.Length;
    }

    private static LspAnswers.CompletionItem Item(string label, string insert, int kind, OptionDescription? option, TextRange range) => new(
        label, kind, option is null ? null : option.IsRequired ? option.Type + ", required" : option.Type, option is null ? null : Markup.Of(TextOf(option)), "", label, 1, new Edit(range, insert));

    private static string TextOf(OptionDescription option)
    {
        var text = new StringBuilder($"`{option.Key}`: {option.Type}");
        text.Append(option.IsRequired ? ", required" : "").Append(option.IsSecret ? ", a secret" : "");
        if (option.Summary.Length > 0)
            text.Append("\n\n").Append(option.Summary);
        if (option.Default.Length > 0)
            text.Append("\n\nDefault: `").Append(option.Default).Append('`');
        return text.ToString();
    }
}
