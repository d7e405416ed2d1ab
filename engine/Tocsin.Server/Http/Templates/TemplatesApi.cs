using System.Text.Json;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Text;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Checks;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Http.Tasks;

namespace Tocsin.Server.Http.Templates;

/// <summary><c>/kapacitor/v1/templates</c>: define, change, list, show and delete templates.</summary>
internal sealed class TemplatesApi(TemplateRegistry templates, TaskRegistry tasks, DefinitionGuard guard, ServerChecks checks, ExtensionRegistry extensions)
{
    private static readonly string[] All = ["link", "id", "type", "script", "vars", "dot", "error", "created", "modified"];
    private static readonly string[] Listed = [.. All.Where(field => field != "vars").Order(StringComparer.Ordinal)];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/templates", ListAsync);
        routes.MapPost("/templates", CreateAsync);
        routes.MapGet("/templates/{**id}", ShowAsync);
        routes.MapPatch("/templates/{**id}", UpdateAsync);
        routes.MapDelete("/templates/{**id}", DeleteAsync);
    }

    private Task ListAsync(HttpContext context)
    {
        var query = ListQuery.Read(context.Request.Query);
        var isFormatted = ScriptFormat.IsFormatted(context.Request.Query);
        foreach (var field in query.Fields)
        {
            if (!All.Contains(field))
                throw ApiException.BadRequest($"unsupported field \"{field}\": choose from {string.Join(", ", All)}");
        }

        var fields = query.Fields.Count == 0 ? Listed : [.. query.Fields.Append("id").Append("link").Distinct().Order(StringComparer.Ordinal)];
        var viewOf = ScriptView.For(context, extensions);
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("templates");
            foreach (var template in query.Choose(templates.Templates, template => template.Id))
                Write(writer, template, fields, isFormatted, viewOf(template.Script, template.Graph, []));
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private async Task CreateAsync(HttpContext context)
    {
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var (id, script) = (ApiBody.Text(body.RootElement, "id"), ApiBody.Text(body.RootElement, "script"));
        AuditSubject.Say(context, id);
        guard.CheckTemplate(context, script);
        await AnswerAsync(context, await templates.CreateAsync(id, script).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private Task ShowAsync(HttpContext context, string? id) =>
        AnswerAsync(context, templates.Find(ApiPath.Id(id)) ?? throw ApiException.NotFound($"there is no template '{ApiPath.Id(id)}': 'tocsin list templates' shows those there are"));

    private async Task UpdateAsync(HttpContext context, string? id)
    {
        id = ApiPath.Id(id);
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var (newId, script) = (ApiBody.Text(body.RootElement, "id"), ApiBody.Text(body.RootElement, "script"));
        guard.CheckTemplate(context, script, id);
        await AnswerAsync(context, await templates.UpdateAsync(id, newId, script, tasks, EntityTag.Wanted(context)).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context, string? id)
    {
        await templates.DeleteAsync(ApiPath.Id(id)).ConfigureAwait(false);
        ApiAnswer.Empty(context);
    }

    private Task AnswerAsync(HttpContext context, TemplateDefinition template)
    {
        var isFormatted = ScriptFormat.IsFormatted(context.Request.Query);
        EntityTag.Say(context, template.Version);
        var view = ScriptView.For(context, extensions)(template.Script, template.Graph, []);
        return ApiAnswer.JsonAsync(context, writer => Write(writer, template, All, isFormatted, view));
    }

    private void Write(Utf8JsonWriter writer, TemplateDefinition template, IEnumerable<string> fields, bool isFormatted, ScriptView view)
    {
        writer.WriteStartObject();
        foreach (var field in fields)
        {
            writer.WritePropertyName(field);
            WriteField(writer, template, field, isFormatted, view);
        }

        DiagnosticsJson.Write(writer, "warnings", checks.Of(template), new SourceText(template.Script));
        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, TemplateDefinition template, string field, bool isFormatted, ScriptView view)
    {
        switch (field)
        {
            case "link":
                ApiLink.Write(writer, $"/kapacitor/v1/templates/{template.Id}");
                break;
            case "vars":
                VarsJson.Write(writer, view.Vars(template.Vars));
                break;
            default:
                writer.WriteLongString(field switch
                {
                    "id" => template.Id,
                    "type" => template.Type == EdgeKind.Batch ? "batch" : "stream",
                    "script" => view.Script(isFormatted ? ScriptFormat.Formatted(template.Script) : template.Script),
                    "dot" => template.Graph is null ? "" : view.Text(GraphDot.Write(template.Graph, template.Id)),
                    "error" => view.Text(template.Error),
                    "created" => Instant.From(template.Created).ToString(),
                    _ => Instant.From(template.Modified).ToString(),
                });
                break;
        }
    }
}
