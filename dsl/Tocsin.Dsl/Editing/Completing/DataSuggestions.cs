using Tocsin.Dsl.Data.Schemas;
using Tocsin.Dsl.Editing.Hovering;
using Tocsin.Dsl.Editing.Outlines;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Completing;

/// <summary>Names of measurements, tags and fields: those of the data and those that the script writes itself.</summary>
internal sealed class DataSuggestions(EditedScript script, Caret caret)
{
    private static readonly string[] TakeTags = ["groupBy", "on", "exclude", "tags", "tag"];

    private string Callee => caret.Call?.Callee?.Name ?? "";

    /// <summary>Between double quotes.</summary>
    public IEnumerable<Suggestion> Names() => All().Select(found => Of(found.Name, found.Kind, found.Detail, found.Name));

    /// <summary>In an expression, where the quotes have still to be written.</summary>
    public IEnumerable<Suggestion> Quoted() => All().Select(found => Of(found.Name, found.Kind, found.Detail, "\"" + found.Name.Replace("\"", "\\\"", StringComparison.Ordinal) + "\""));

    /// <summary>Between single quotes: what the call takes.</summary>
    public IEnumerable<Suggestion> Texts()
    {
        if (Callee == "measurement")
        {
            return (script.Language.Schema?.Measurements ?? []).Select(known => Of(known.Name, SuggestionKind.Measurement, Seen(known.LastSeen), known.Name))
                .Concat(script.Measurements.Where(name => name != script.TextAt(caret.Word)).Select(name => Of(name, SuggestionKind.Measurement, "in this script", name)));
        }

        if (caret.Call?.Callee is not { Kind: NameKind.Node or NameKind.Property })
            return [];
        var names = All();
        return (TakeTags.Contains(Callee) ? names.OrderBy(found => found.Kind != SuggestionKind.Tag) : names.OrderBy(found => found.Kind == SuggestionKind.Tag))
            .Select(found => Of(found.Name, found.Kind, found.Detail, found.Name));
    }

    private List<(string Name, SuggestionKind Kind, string Detail)> All()
    {
        var found = new List<(string, SuggestionKind, string)>();
        var here = caret.Measurement is { } name && script.Language.Schema?.TryFind(name, out var known) == true ? [known] : script.Language.Schema?.Measurements ?? [];
        foreach (var measurement in here)
        {
            found.AddRange(measurement.Fields.Select(field => (field.Name, SuggestionKind.Field, $"{SchemaJson.NameOf(field.Type)} of {measurement.Name}{Seen(field.LastSeen)}")));
            found.AddRange(measurement.Tags.Select(tag => (tag, SuggestionKind.Tag, $"tag of {measurement.Name}")));
        }

        // What is near is likelier than what is far.
        var written = script.Tree.Tokens.Where(token => token.Kind == SyntaxKind.Reference && !(token.Span.Start < caret.Word.End && caret.Word.Start < token.Span.End))
            .OrderBy(token => Math.Abs(token.Span.Start - caret.Word.Start)).Select(token => LiteralText.Unquote(script.TextAt(token.Span)));
        found.AddRange(written.Where(text => text.Length > 0).Distinct().Take(ScriptCompletion.MostSuggestions).Select(text => (text, SuggestionKind.Field, "in this script")));
        return found;
    }

    private Suggestion Of(string name, SuggestionKind kind, string detail, string insert) => new(name, kind, caret.Word, insert, detail)
    {
        Documentation = () => kind == SuggestionKind.Measurement ? "" : NameText.OfData(name, script.Language.Schema, caret.Measurement),
    };

    private static string Seen(DateTimeOffset? last) => last is { } seen ? $", last seen {seen:yyyy-MM-dd HH:mm}Z" : "";
}
