using System.Buffers;
using System.Text.Json;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>
/// Writes down what led to a change of level: the nodes that the data came through, and the conditions that were looked at with their values.
/// Nothing is done for data that changes nothing.
/// </summary>
internal sealed class AlertEvidence(NodeContext context, LevelRules rules)
{
    private const int MostNodes = 32;
    private const int MostConditions = 32;
    private const int LongestText = 200;

    private readonly ArrayBufferWriter<byte> _json = new();
    private byte[]? _path;

    /// <summary>What led to the level of data; null when it is not kept.</summary>
    /// <param name="reported">The level that was reported before.</param>
    public EventEvidence? Of(SeenData data, AlertLevel reported)
    {
        var mostRows = context.Services.AlertOptions.Current.EvidenceRows;
        if (mostRows == 0)
            return null;
        _json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_json))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("path");
            writer.WriteRawValue(_path ??= Path(), skipInputValidation: true);
            WriteRules(writer, data);
            writer.WriteEndObject();
        }

        return new EventEvidence(reported, _json.WrittenSpan.ToArray(), mostRows);
    }

    /// <summary>Writes the conditions that were looked at for data, as <c>rules</c>.</summary>
    public void WriteRules(Utf8JsonWriter writer, SeenData data)
    {
        var left = MostConditions;
        writer.WriteStartArray("rules");
        foreach (var (level, isReset, seen) in rules.Review(data.Point, data.Before))
        {
            writer.WriteStartObject();
            writer.WriteString("level", level.Text());
            writer.WriteBoolean("reset", isReset);
            WritePlace(writer, seen.Span);
            WriteTruth(writer, seen.Holds);
            writer.WriteString("text", LimitedText.Cut(seen.Text, LongestText));
            writer.WriteStartArray("conditions");
            foreach (var condition in seen.Conditions.Take(left))
                Write(writer, condition);
            writer.WriteEndArray();
            writer.WriteEndObject();
            left = Math.Max(0, left - seen.Conditions.Count);
        }

        writer.WriteEndArray();
        if (!data.IsLast && rules.AreStateful)
            writer.WriteString("note", "count(), sigma() and spread() are those of the last point of the batch");
    }

    private void Write(Utf8JsonWriter writer, SeenCondition condition)
    {
        writer.WriteStartObject();
        writer.WriteString("text", LimitedText.Cut(condition.Text, LongestText));
        WritePlace(writer, condition.Span);
        WriteTruth(writer, condition.Holds);
        if (condition.Problem.Length > 0)
            writer.WriteString("problem", LimitedText.Cut(condition.Problem, LongestText));
        writer.WriteStartArray("values");
        foreach (var (name, value) in condition.Values.Take(MostConditions))
        {
            writer.WriteStartObject();
            writer.WriteString("name", LimitedText.Cut(name, LongestText));
            writer.WritePropertyName("value");
            Write(writer, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Float when double.IsFinite(value.Float):
                writer.WriteNumberValue(value.Float);
                break;
            case ValueKind.Integer:
                writer.WriteNumberValue(value.Integer);
                break;
            case ValueKind.Boolean:
                writer.WriteBooleanValue(value.Boolean);
                break;
            case ValueKind.Missing:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(LimitedText.Cut(value.ToString(), LongestText));
                break;
        }
    }

    // Parents stand before their children.
    private byte[] Path()
    {
        var above = Gather(context.Node);
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            foreach (var node in context.Graph.Nodes.Where(above.Contains).TakeLast(MostNodes))
            {
                writer.WriteStartObject();
                writer.WriteString("node", node.Name);
                WritePlace(writer, node.Span);
                writer.WriteString("text", LimitedText.Cut(context.Graph.Source?.LineAt(node.Span.Start).Trim() ?? "", LongestText));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return json.ToArray();
    }

    // With the nodes that those watch which are linked to no parent.
    private static HashSet<GraphNode> Gather(GraphNode node)
    {
        var above = new HashSet<GraphNode>();
        var open = new Stack<GraphNode>([node]);
        while (open.TryPop(out var next))
        {
            if (!above.Add(next))
                continue;
            foreach (var parent in next.Parents)
                open.Push(parent);
            if (next.Subject is { } subject)
                open.Push(subject);
        }

        return above;
    }

    private void WritePlace(Utf8JsonWriter writer, TextSpan span)
    {
        if (context.Graph.Source is not { } source || span.Start + span.Length > source.Text.Length)
            return;
        var place = source.PositionOf(span.Start);
        writer.WriteNumber("line", place.Line);
        writer.WriteNumber("char", place.Column);
    }

    private static void WriteTruth(Utf8JsonWriter writer, bool? holds)
    {
        if (holds is { } known)
            writer.WriteBoolean("holds", known);
        else
            writer.WriteNull("holds");
    }
}
