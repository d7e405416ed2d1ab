using System.Text;
using System.Text.Unicode;
using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Checks;
using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Sources;

/// <summary><c>/tocsin/v1/sources</c>: define, list, show and delete the sources of alerts. Bodies are definitions, as YAML or JSON.</summary>
internal sealed class SourcesApi(SourceRegistry sources, DefinitionGuard guard, ServerChecks checks)
{
    private const string BodyName = "body";

    // A body of some megabytes can hold a hundred thousand mistakes.
    private const int MostTold = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sources", ListAsync);
        routes.MapPost("/sources", DefineAsync);
        routes.MapGet("/sources/{id}", ShowAsync);
        routes.MapPut("/sources/{id}", ReplaceAsync);
        routes.MapDelete("/sources/{id}", DeleteAsync);
    }

    private Task ListAsync(HttpContext context) => ApiAnswer.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("sources");
        foreach (var source in sources.All)
            SourceJson.Write(writer, source);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private Task ShowAsync(HttpContext context, string id)
    {
        var source = sources.TryFind(id, out var found) ? found : throw Unknown(id);
        return ApiAnswer.JsonAsync(context, writer => SourceJson.Write(writer, source, SourceSecrets.Mask(source.Spec, sources.Kinds)));
    }

    private async Task DefineAsync(HttpContext context)
    {
        var entries = await ReadAsync(context, "").ConfigureAwait(false);
        AuditSubject.Say(context, entries.Select(entry => entry.Spec.Id));
        var warnings = new List<string>();
        foreach (var entry in entries)
            warnings.AddRange(await DefineAsync(entry).ConfigureAwait(false));
        await AnswerAsync(context, entries, warnings).ConfigureAwait(false);
    }

    private async Task ReplaceAsync(HttpContext context, string id)
    {
        var entries = await ReadAsync(context, id).ConfigureAwait(false);
        if (entries is not [var entry])
            throw ApiException.BadRequest("the body must hold one definition");
        if (entry.Spec.Id != id)
            throw ApiException.BadRequest($"the definition is of source '{entry.Spec.Id}', the address names '{id}': make them the same");
        await AnswerAsync(context, entries, await DefineAsync(entry).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context, string id)
    {
        if (!await sources.DeleteAsync(id).ConfigureAwait(false))
            throw Unknown(id);
        ApiAnswer.Empty(context);
    }

    private async Task<IReadOnlyList<string>> DefineAsync(SourceFileEntry entry)
    {
        var problems = await sources.DefineAsync(entry).ConfigureAwait(false);
        if (problems.Any(problem => !problem.IsWarning))
            throw Refuse([.. problems.Where(problem => !problem.IsWarning)]);
        return [.. problems.Select(problem => problem.Message), .. sources.TryFind(entry.Spec.Id, out var source) ? checks.Of(source) : []];
    }

    private async Task<IReadOnlyList<SourceFileEntry>> ReadAsync(HttpContext context, string id)
    {
        using var body = new RequestBody(context);
        await body.ReadDefinitionAsync().ConfigureAwait(false);
        if (!Utf8.IsValid(body.Bytes.Span))
            throw ApiException.BadRequest("the body is not UTF-8");
        var parsed = sources.Restore(SourceFile.Parse(Encoding.UTF8.GetString(body.Bytes.Span), BodyName, id));

        // Before anything is read for them: what is wrong with a value would tell of it.
        foreach (var entry in parsed.Entries)
            guard.Check(context, entry);

        // All are judged before the first is kept.
        var problems = parsed.Problems.Concat(parsed.Entries.SelectMany(sources.Check)).Where(problem => !problem.IsWarning).ToList();
        if (problems.Count > 0)
            throw Refuse(problems);
        return parsed.Entries.Count > 0 ? parsed.Entries : throw ApiException.BadRequest("the body holds no definition: it needs id and kind");
    }

    private Task AnswerAsync(HttpContext context, IReadOnlyList<SourceFileEntry> entries, IReadOnlyList<string> warnings) =>
        ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("sources");
            foreach (var entry in entries)
            {
                if (sources.TryFind(entry.Spec.Id, out var source))
                    SourceJson.Write(writer, source);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("warnings");
            foreach (var warning in warnings)
                writer.WriteStringValue(warning);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static DefinitionException Refuse(IReadOnlyList<ConfigProblem> problems)
    {
        var refusal = Refusal.Of(RefusalKind.Invalid, [.. problems.Take(MostTold)]);
        return new DefinitionException(problems.Count > MostTold ? refusal with { Message = $"{refusal.Message}\nand {problems.Count - MostTold} more" } : refusal);
    }

    private static ApiException Unknown(string id) => ApiException.NotFound($"unknown source: \"{id}\"");
}
