using System.Text.Json;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Text;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Checks;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Http.Tasks;

/// <summary>Tasks as the API shows them.</summary>
internal sealed class TaskJson(TaskMaster master, ServerChecks checks, bool isFormatted, bool hasLabels, bool hasLoops)
{
    private const string Loops = "loops";

    /// <summary>The fields of a task in the order of a single task's answer.</summary>
    private static readonly string[] All =
    [
        "link", "id", "template-id", "type", "dbrps", "script", "vars", "dot", "status", "executing", "error", "stats", "created", "modified",
        "last-enabled",
    ];

    /// <summary>The fields that a list shows unless some are asked for.</summary>
    private static readonly string[] Listed =
        [.. All.Where(field => field != "template-id").Order(StringComparer.Ordinal)];

    /// <summary>One task, whole.</summary>
    public void Write(Utf8JsonWriter writer, TaskDefinition task)
    {
        writer.WriteStartObject();
        foreach (var field in All)
            WriteField(writer, task, field);
        if (hasLoops)
            WriteField(writer, task, Loops);
        DiagnosticsJson.Write(writer, "warnings", [.. checks.Of(task), .. NotInForce(task)], new SourceText(task.Script));
        writer.WriteEndObject();
    }

    /// <summary>A task in a list.</summary>
    /// <exception cref="ApiException">A field does not exist.</exception>
    public void WriteListed(Utf8JsonWriter writer, TaskDefinition task, IReadOnlyList<string> fields)
    {
        writer.WriteStartObject();
        foreach (var field in ListedFields.Of(fields, [.. All, Loops], Listed))
            WriteField(writer, task, field);
        writer.WriteEndObject();
    }

    private void WriteField(Utf8JsonWriter writer, TaskDefinition task, string field)
    {
        writer.WritePropertyName(field);
        switch (field)
        {
            case "link":
                ApiLink.Write(writer, $"/kapacitor/v1/tasks/{task.Id}");
                break;
            case "id":
                writer.WriteStringValue(task.Id);
                break;
            case "template-id":
                writer.WriteStringValue(task.TemplateId);
                break;
            case "type":
                writer.WriteStringValue(task.Type == EdgeKind.Batch ? "batch" : "stream");
                break;
            case "dbrps":
                WriteDbrps(writer, task);
                break;
            case "script":
                writer.WriteLongString(isFormatted ? ScriptFormat.Formatted(task.Script) : task.Script);
                break;
            case "vars":
                VarsJson.Write(writer, task.Vars.Values);
                break;
            case "dot":
                writer.WriteLongString(Dot(task));
                break;
            case "status":
                writer.WriteStringValue(task.IsEnabled ? "enabled" : "disabled");
                break;
            case "executing":
                writer.WriteBooleanValue(master.Find(task.Id) is not null);
                break;
            case "error":
                writer.WriteLongString(task.Error);
                break;
            case "stats":
                TaskStatsJson.Write(writer, master.Find(task.Id)?.ReadStats());
                break;
            case Loops:
                TaskStatsJson.Write(writer, master.Find(task.Id)?.Loops);
                break;
            case "created":
                writer.WriteStringValue(TimeText(task.Created));
                break;
            case "modified":
                writer.WriteStringValue(TimeText(task.Modified));
                break;
            default:
                writer.WriteStringValue(task.LastEnabled is { } enabled ? TimeText(enabled) : "0001-01-01T00:00:00Z");
                break;
        }
    }

    private IEnumerable<Diagnostic> NotInForce(TaskDefinition task)
    {
        if (master.Find(task.Id)?.IsOutdated(task) == true)
        {
            yield return new Diagnostic(
                "TS3210", Severity.Warning, $"task '{task.Id}' still runs as it was defined before this change", default,
                $"restart it: PATCH it with \"status\":\"enabled\", or tocsin enable {task.Id}");
        }
    }

    private string Dot(TaskDefinition task) => master.Find(task.Id) is { } running ? running.Dot(hasLabels)
        : task.Graph is null ? ""
        : GraphDot.Write(task.Graph, task.Id);

    private static void WriteDbrps(Utf8JsonWriter writer, TaskDefinition task)
    {
        writer.WriteStartArray();
        foreach (var dbrp in task.Dbrps)
        {
            writer.WriteStartObject();
            writer.WriteString("db", dbrp.Database);
            writer.WriteString("rp", dbrp.RetentionPolicy);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string TimeText(DateTimeOffset time) => Instant.From(time).ToString();
}
