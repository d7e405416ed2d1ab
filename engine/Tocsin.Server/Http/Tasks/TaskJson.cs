using System.Text.Json;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Text;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Checks;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Http.Tasks;

/// <summary>Tasks as the API shows them.</summary>
/// <param name="viewOf">Makes the view of whoever asks.</param>
/// <param name="more">What is asked for of <see cref="More"/>.</param>
internal sealed class TaskJson(
    TaskMaster master, ServerChecks checks, Func<string, PipelineGraph?, IEnumerable<ScriptVar>, ScriptView> viewOf, bool isFormatted, bool hasLabels, IReadOnlyList<string> more)
{
    /// <summary>Fields that are shown only where they are asked for.</summary>
    public static readonly string[] More = ["loops", "state"];

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
        var view = viewOf(task.Script, task.Graph, task.Vars.Values);
        writer.WriteStartObject();
        foreach (var field in All)
            WriteField(writer, task, field, view);
        foreach (var field in more)
            WriteField(writer, task, field, view);
        DiagnosticsJson.Write(writer, "warnings", [.. checks.Of(task), .. NotInForce(task)], new SourceText(task.Script));
        writer.WriteEndObject();
    }

    /// <summary>A task in a list.</summary>
    /// <exception cref="ApiException">A field does not exist.</exception>
    public void WriteListed(Utf8JsonWriter writer, TaskDefinition task, IReadOnlyList<string> fields)
    {
        var view = viewOf(task.Script, task.Graph, task.Vars.Values);
        writer.WriteStartObject();
        foreach (var field in ListedFields.Of(fields, [.. All, .. More], Listed))
            WriteField(writer, task, field, view);
        writer.WriteEndObject();
    }

    private void WriteField(Utf8JsonWriter writer, TaskDefinition task, string field, ScriptView view)
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
                writer.WriteLongString(view.Script(isFormatted ? ScriptFormat.Formatted(task.Script) : task.Script));
                break;
            case "vars":
                VarsJson.Write(writer, view.Vars(task.Vars.Values));
                break;
            case "dot":
                writer.WriteLongString(view.Text(Dot(task)));
                break;
            case "status":
                writer.WriteStringValue(!task.IsEnabled ? "disabled" : task.IsShadow ? "shadow" : "enabled");
                break;
            case "executing":
                writer.WriteBooleanValue(master.Find(task.Id) is not null);
                break;
            case "error":
                writer.WriteLongString(view.Text(task.Error));
                break;
            case "stats":
                TaskStatsJson.Write(writer, master.Find(task.Id)?.ReadStats());
                break;
            case "loops":
                TaskStatsJson.Write(writer, master.Find(task.Id)?.Loops);
                break;
            case "state":
                TaskStateJson.Write(writer, master.Find(task.Id));
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
