using System.Buffers;
using System.Text;
using System.Text.Json;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Tasks and templates as the store keeps them.</summary>
internal static class TaskRecords
{
    private const string Deleted = "deleted";

    public static TaskRecord Write(TaskDefinition task) => new()
    {
        Id = task.Id,
        TemplateId = task.TemplateId,
        Type = TypeText(task.Type),
        Script = task.Script,
        DbrpsJson = task.HasDbrpsInScript ? "[]" : JsonSerializer.Serialize(task.Dbrps),
        VarsJson = WriteVars(task.Vars),
        Status = task.Deleted is not null ? Deleted : task.IsEnabled ? "enabled" : "disabled",
        Created = task.Created,
        Modified = task.Deleted ?? task.Modified,
        LastEnabled = task.LastEnabled,
        Error = task.Error,
        RanScript = task.Ran?.Script,
        RanVarsJson = task.Ran is { } ran ? WriteVars(ran.Vars) : null,
    };

    /// <summary>The task of a record. One whose script is not accepted any more has an error and no graph.</summary>
    public static TaskDefinition Read(TaskRecord record, ScriptCompiler compiler)
    {
        var task = new TaskDefinition
        {
            Id = record.Id,
            TemplateId = record.TemplateId,
            Type = record.Type == "batch" ? EdgeKind.Batch : EdgeKind.Stream,
            Script = record.Script,
            Dbrps = [],
            IsEnabled = record.Status == "enabled",
            Created = record.Created,
            Modified = record.Modified,
            LastEnabled = record.LastEnabled,
            Deleted = record.Status == Deleted ? record.Modified : null,
        };
        try
        {
            task = task with
            {
                Dbrps = JsonSerializer.Deserialize<List<Dbrp>>(record.DbrpsJson) ?? [],
                Vars = ReadVars(record.VarsJson),
                Ran = record.RanScript is { } ran ? new TaskScript(ran, ReadVars(record.RanVarsJson ?? "{}")) : null,
            };
            var bound = compiler.Compile(task.Script, task.Vars, isTemplate: false);
            return task with
            {
                Graph = bound.Graph,
                Dbrps = bound.Dbrps.Count > 0 ? bound.Dbrps : task.Dbrps,
                HasDbrpsInScript = bound.Dbrps.Count > 0,
                Warnings = [.. bound.Diagnostics.Where(d => d.Severity == Severity.Warning)],
            };
        }
        catch (Exception problem) when (problem is DefinitionException or JsonException)
        {
            return task with { Error = problem.Message };
        }
    }

    public static TemplateRecord Write(TemplateDefinition template) => new()
    {
        Id = template.Id,
        Type = TypeText(template.Type),
        Script = template.Script,
        VarsJson = Write(template.Vars),
        Created = template.Created,
        Modified = template.Modified,
        Error = template.Error,
    };

    public static TemplateDefinition Read(TemplateRecord record, ScriptCompiler compiler)
    {
        var template = new TemplateDefinition
        {
            Id = record.Id,
            Type = record.Type == "batch" ? EdgeKind.Batch : EdgeKind.Stream,
            Script = record.Script,
            Created = record.Created,
            Modified = record.Modified,
        };
        try
        {
            var bound = compiler.Compile(record.Script, new Dictionary<string, ScriptVar>(), isTemplate: true);
            return template with { Vars = bound.Vars, Graph = bound.Graph };
        }
        catch (DefinitionException problem)
        {
            return template with { Error = problem.Message };
        }
    }

    /// <summary>Variables as a JSON object, by name.</summary>
    public static string WriteVars(IReadOnlyDictionary<string, ScriptVar> vars) =>
        Write(vars.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value));

    private static string Write(IEnumerable<ScriptVar> vars)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            VarsJson.Write(writer, vars);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string TypeText(EdgeKind type) => type == EdgeKind.Batch ? "batch" : "stream";

    private static IReadOnlyDictionary<string, ScriptVar> ReadVars(string json)
    {
        using var document = JsonDocument.Parse(json);
        return VarsJson.TryRead(document.RootElement, out var vars, out _) ? vars : new Dictionary<string, ScriptVar>();
    }
}
