using System.Text;
using System.Text.Unicode;
using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Configuration;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Silences;

/// <summary><c>/tocsin/v1/silences</c>: who wants no deliveries of what, and until when. Bodies are definitions, as YAML or JSON.</summary>
internal sealed class SilencesApi(AlertSilences silences, TimeProvider time)
{
    private const string BodyName = "body";

    private static readonly string[] QueryNames = ["state"];
    private static readonly SilenceState[] States = [SilenceState.Active, SilenceState.Pending, SilenceState.Expired];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/silences", ListAsync);
        routes.MapPost("/silences", DefineAsync);
        routes.MapGet("/silences/{id}", ShowAsync);
        routes.MapDelete("/silences/{id}", EndAsync);
    }

    private Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query.Keys.FirstOrDefault(name => !QueryNames.Contains(name)) is { } unknown)
            throw ApiException.BadRequest($"there is no parameter '{unknown}'{NameHint.Of(unknown, QueryNames)}");
        var wanted = query["state"].ToString() is { Length: > 0 } text ? text.Split(',').Select(StateOf).ToHashSet() : [SilenceState.Active, SilenceState.Pending];
        var now = time.GetUtcNow();
        var found = silences.List(silence => wanted.Contains(silence.StateAt(now)));
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("silences");
            foreach (var silence in found)
                SilenceJson.Write(writer, silence);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private Task ShowAsync(HttpContext context, string id)
    {
        var now = time.GetUtcNow();
        var found = silences.List(silence => silence.Id == id);
        return found.Count == 1 ? ApiAnswer.JsonAsync(context, writer => SilenceJson.Write(writer, found[0], now)) : throw Unknown(id);
    }

    private async Task DefineAsync(HttpContext context)
    {
        var entries = await ReadAsync(context).ConfigureAwait(false);
        var caller = AccessGuard.CallerOf(context).Name;
        var outcomes = await silences.DefineAsync([.. entries.Select(entry => WithAuthor(entry.Values, caller))]).ConfigureAwait(false);
        ConfigProblem[] wrong = [.. outcomes.Where(outcome => outcome.Silence is null).SelectMany(outcome => outcome.Problems)];
        if (wrong.Length > 0)
            throw new DefinitionException(Refusal.Of(RefusalKind.Invalid, wrong));
        var made = outcomes.Select(outcome => outcome.Silence!.Id).ToHashSet(); // None is refused.
        string[] warnings = [.. outcomes.SelectMany(outcome => outcome.Problems.Select(problem => $"silence {outcome.Silence!.Id}: {problem.Message}"))];
        AuditSubject.Say(context, made);
        var shown = silences.List(silence => made.Contains(silence.Id));
        await ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("silences");
            foreach (var silence in shown)
                SilenceJson.Write(writer, silence);
            writer.WriteEndArray();
            writer.WriteStartArray("warnings");
            foreach (var warning in warnings)
                writer.WriteStringValue(warning);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static ConfigMap WithAuthor(ConfigMap definition, string caller) => definition.TryFind("by", out var by) && by is ConfigText { Value.Length: > 0 }
        ? definition
        : definition with { Entries = [.. definition.Entries.Where(value => !value.Key.Equals("by", StringComparison.OrdinalIgnoreCase)), new ConfigEntry("by", new ConfigText(caller))] };

    private async Task EndAsync(HttpContext context, string id)
    {
        if (silences.Find(id) is not { } silence)
            throw Unknown(id);
        if (!await silences.EndAsync(id).ConfigureAwait(false))
            throw new ApiException(StatusCodes.Status409Conflict, $"silence \"{id}\" was over at {SilenceJson.Text(silence.End)}");
        ApiAnswer.Empty(context);
    }

    // All are judged before the first is kept.
    private static async Task<IReadOnlyList<SilenceFileEntry>> ReadAsync(HttpContext context)
    {
        using var body = new RequestBody(context);
        await body.ReadDefinitionAsync().ConfigureAwait(false);
        if (!Utf8.IsValid(body.Bytes.Span))
            throw ApiException.BadRequest("the body is not UTF-8");
        var (entries, problems) = SilenceFile.Parse(Encoding.UTF8.GetString(body.Bytes.Span), BodyName, needsId: false);
        ConfigProblem[] wrong = [.. problems.Where(problem => !problem.IsWarning)];
        if (wrong.Length > 0)
            throw new DefinitionException(Refusal.Of(RefusalKind.Invalid, wrong));
        return entries.Count > 0 ? entries : throw ApiException.BadRequest("the body holds no silence: it needs matchers and until");
    }

    private static SilenceState StateOf(string text)
    {
        foreach (var state in States)
        {
            if (SilenceJson.NameOf(state) == text.Trim())
                return state;
        }

        throw ApiException.BadRequest($"there is no state '{text}'{NameHint.Of(text, [.. States.Select(SilenceJson.NameOf)])}");
    }

    private ApiException Unknown(string id) => ApiException.NotFound(
        $"unknown silence: \"{id}\"{(Dsl.Text.NearestName.Find(id, silences.All.Select(silence => silence.Id)) is { } nearest ? $"; did you mean '{nearest}'?" : "")}");
}
