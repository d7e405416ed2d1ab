using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Data.Schemas;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Binding;

/// <summary>Compares the names that a node reads with the data that was seen: codes TS4000 to TS4004. Where nothing is known, nothing is said.</summary>
internal sealed class SchemaFlow(DataSchema schema, GraphNode node, DiagnosticBag diagnostics)
{
    private readonly HashSet<(string, string)> _said = [];

    /// <summary>Looks at a measurement that the node asks for.</summary>
    public void ReadMeasurement(string name, TextSpan at)
    {
        if (schema.IsWhole && !schema.TryFind(name, out _))
            Warning("TS4000", at, $"no point of the measurement '{name}' was seen", Nearest(name, schema.Names) ?? "correct the name; if its points are yet to come, this is all right");
    }

    /// <summary>Looks at a field or tag that an expression reads.</summary>
    /// <param name="isNumber">True when a number is wanted.</param>
    /// <param name="data">The data that it is read from.</param>
    public void Read(ReferenceSyntax reference, bool isNumber, KnownData data)
    {
        if (SourceOf(data) is not { } source || data.Fields.Has(reference.Name) || data.Tags.Has(reference.Name))
            return;
        var at = reference.Span.Length > 0 ? reference.Span : node.Span;
        var field = source.Field(reference.Name);
        if (field is null && !source.HasTag(reference.Name))
            NeverSeen(source, reference.Name, at, "field or tag", [.. source.Fields.Select(known => known.Name), .. source.Tags]);
        else if (isNumber && field is null)
            Warning("TS4002", at, $"\"{reference.Name}\" is a tag of '{source.Name}', which is a text, and is used as a number here", new WayOut(
                $"compare it with a text: \"{reference.Name}\" == '1', or make a number of it: float(\"{reference.Name}\")", Remedy.Write($"float({Remedy.AsItIs})")));
        else if (isNumber && field is { Type: FieldType.String or FieldType.Boolean })
            Warning("TS4002", at, $"the field \"{reference.Name}\" of '{source.Name}' is a {SchemaJson.NameOf(field.Type)}, and is used as a number here", "compare it with a value of its own type, or read another field");
    }

    /// <summary>Looks at a field that the node reads.</summary>
    public void ReadField(string name, KnownData data, TextSpan at)
    {
        if (SourceOf(data) is { } source && !data.Fields.Has(name) && data.Fields.MayHave(name) && source.Field(name) is null)
            NeverSeen(source, name, at, "field", [.. source.Fields.Select(known => known.Name)]);
    }

    /// <summary>Looks at a tag that the node reads.</summary>
    public void ReadTag(string name, KnownData data, TextSpan at)
    {
        if (SourceOf(data) is { } source && !data.Tags.Has(name) && !source.HasTag(name) && _said.Add(("tag", name)))
        {
            var isField = source.Field(name) is not null;
            Warning(
                "TS4003", at, $"no point of '{source.Name}' had the tag '{name}'{(isField ? ": it is a field" : "")}",
                isField ? "fields make no groups: group by a tag" : Nearest(name, source.Tags) ?? $"its tags are {Suggestions.List(source.Tags)}");
        }
    }

    /// <summary>Looks at sources that are grouped by all tags and are to meet.</summary>
    public void Meet(IReadOnlyList<KnownData> inputs, IReadOnlyList<string> names, TextSpan at)
    {
        if (inputs.Count == 0 || !inputs[0].Groups.IsByAllTags || SourceOf(inputs[0]) is not { Tags.Count: > 0 } first)
            return;
        for (var i = 1; i < inputs.Count && i < names.Count; i++)
        {
            if (inputs[i].Groups.IsByAllTags && SourceOf(inputs[i]) is { Tags.Count: > 0 } other && !other.Tags.Intersect(first.Tags).Any())
            {
                Warning(
                    "TS4004", at, $"'{names[0]}' has the tags {Suggestions.List(first.Tags)} and '{names[i]}' {Suggestions.List(other.Tags)}: grouped by all of them, their points never meet",
                    "group both by tags that they share, or by none");
            }
        }
    }

    private MeasurementSchema? SourceOf(KnownData data) => data.Measurement is { } name && schema.TryFind(name, out var source) ? source : null;

    private void NeverSeen(MeasurementSchema source, string name, TextSpan at, string what, IReadOnlyList<string> known)
    {
        if (_said.Add(("name", name)))
            Warning("TS4001", at, $"no point of '{source.Name}' had the {what} \"{name}\"", Nearest(name, known) ?? (known.Count == 0 ? null : new WayOut($"it has {Suggestions.List(known)}")));
    }

    private void Warning(string code, TextSpan at, string message, WayOut? hint) => diagnostics.Warning(code, at, $"{node.Descriptor.Name}: {message}", hint);

    private static WayOut? Nearest(string name, IEnumerable<string> known) => NearestName.Find(name, known) is { } near ? Suggestions.DidYouMean(near, name) : null;
}
