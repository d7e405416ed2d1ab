using System.Text;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data.Schemas;
using Tocsin.Dsl.Editing.Outlines;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Hovering;

/// <summary>What there is to say of nodes, properties, functions, variables and fields: the texts of the reference pages, as Markdown.</summary>
internal static class NameText
{
    /// <summary>How something is called: <c>|window()</c>, <c>.period(period duration)</c>.</summary>
    public static string SignatureOf(MemberDescriptor member, ChainOperator op) => $"{SyntaxFacts.Text(op)}{member.Name}({string.Join(", ", ParametersOf(member))})";

    /// <summary>The parameters as a signature shows them.</summary>
    public static IReadOnlyList<string> ParametersOf(MemberDescriptor member) =>
        [.. member.Parameters.Select((parameter, at) => ParameterText(parameter, member.IsVariadic && at == member.Parameters.Count - 1))];

    /// <summary>The node, its own comment, an example, and what can be set on it.</summary>
    public static string Of(NodeDescriptor node)
    {
        var text = new StringBuilder();
        var isSource = node.Name is TaskType.StreamName or TaskType.BatchName;
        Code(text, isSource ? node.Name : SignatureOf(node.Constructor with { Name = node.Name }, node.Operator));
        text.Append(node.Summary);
        if (!isSource && node.Wants != node.Provides && node.Wants != EdgeKind.Any && node.Provides is not EdgeKind.Any)
            text.Append("\n\n").Append("Takes ").Append(What(node.Wants)).Append(", gives ").Append(What(node.Provides)).Append('.');
        if (DocumentationComments.Of(node.DefinitionType).Example is { Length: > 0 } example)
            Code(text.Append("\n\n"), example);
        return text.ToString().TrimEnd();
    }

    /// <summary>The property and its comment.</summary>
    public static string Of(MemberDescriptor property, string owner)
    {
        var text = new StringBuilder();
        Code(text, SignatureOf(property, ChainOperator.Dot));
        text.Append(property.Summary);
        text.Append(property.Summary.Length > 0 ? "\n\n" : "").Append("Property of `").Append(owner).Append("`.");
        return text.ToString();
    }

    /// <summary>The function with all ways to call it.</summary>
    public static string Of(FunctionDefinition function)
    {
        var text = new StringBuilder();
        Code(text, string.Join('\n', function.Signatures.Select(signature => $"{function.Name}{signature} {Lambda.ValueKinds.Name(signature.Result)}")));
        return text.Append(function.Summary).ToString();
    }

    /// <summary>The variable with its value and the comment before it.</summary>
    public static string Of(Variable variable, EditedScript script)
    {
        var text = new StringBuilder();
        var line = script.Lines.PlaceOf(variable.Declaration.Start).Line;
        Code(text, Shortened(script.Tree.Source.Text[script.Lines.StartOf(line)..script.Lines.EndOf(line)].Trim()));
        if (variable.Target is { } target)
            text.Append("Goes on with the node `").Append(target.Name).Append("`.");
        else if (variable.Holds.Length > 0)
            text.Append(variable.Holds.StartsWith('i') ? "An " : "A ").Append(variable.Holds).Append('.');
        if (CommentBefore(script, variable.Declaration.Start) is { Length: > 0 } comment)
            text.Append("\n\n").Append(comment);
        return text.ToString();
    }

    /// <summary>A field or tag in the measurements that have it.</summary>
    public static string OfData(string name, DataSchema? schema, string? measurement)
    {
        var text = new StringBuilder();
        Code(text, $"\"{name}\"");
        if (schema is null)
            return text.Append("A field or tag of the points. No schema: what the data has is not known here.").ToString();
        var seen = schema.Measurements.Where(known => (measurement is null || known.Name == measurement) && (known.Field(name) is not null || known.HasTag(name))).Take(10).ToList();
        foreach (var known in seen)
        {
            var field = known.Field(name);
            text.Append(field is null ? $"- tag of `{known.Name}`" : $"- field of `{known.Name}`, {SchemaJson.NameOf(field.Type)}");
            text.Append((field?.LastSeen ?? known.LastSeen) is { } last ? $", last seen {last:yyyy-MM-dd HH:mm:ss}Z\n" : "\n");
        }

        return seen.Count > 0 ? text.ToString().TrimEnd() : text.Append("Never seen in the data; a node before may make it.").ToString();
    }

    private static string ParameterText(ParameterDescriptor parameter, bool isVariadic)
    {
        var text = $"{parameter.Name} {ScriptTypes.Name(parameter.Type)}";
        return isVariadic ? text + "…" : parameter.IsOptional ? $"[{text}]" : text;
    }

    private static string What(EdgeKind kind) => kind == EdgeKind.Batch ? "batches" : kind == EdgeKind.Stream ? "points" : "nothing";

    private static string CommentBefore(EditedScript script, int offset)
    {
        var tokens = script.Tree.Tokens;
        for (var at = 1; at < tokens.Count && tokens[at].Span.Start <= offset; at++)
        {
            if (tokens[at].Span.Start == offset && tokens[at - 1].Kind == SyntaxKind.Var)
                return string.Join('\n', tokens[at - 1].Comments.TakeLast(1).SelectMany(block => block.Lines).Select(line => line.TrimStart('/').Trim()));
        }

        return "";
    }

    private static string Shortened(string line) => line.Length <= 200 ? line : line[..(char.IsHighSurrogate(line[199]) ? 199 : 200)] + "…";

    private static void Code(StringBuilder text, string code) => text.Append("```tickscript\n").Append(code).Append("\n```\n");
}
