using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Tocsin.Alerting.Tracing;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Sources;
using Tocsin.Sdk.Sources;

namespace Tocsin.Server.Http.Sources;

/// <summary>
/// <c>/ingest/{id}</c>, and the addresses of other systems that sources stand in for: alerts of other systems in. Answers tell what the
/// sender needs to know and no more; what went wrong stands in the log, in the counts and in the quarantine.
/// </summary>
internal sealed class IngestEndpoint(AlertEngine engine)
{
    public void Map(WebApplication app, IEndpointRouteBuilder routes)
    {
        routes.Map(RouteTable.IngestBase + "/{id}/{**path}", (RequestDelegate)TakeAsync);
        app.Use((context, next) => context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: not "{*path}" }
            ? next(context)
            : TakeStandInAsync(context, next));
    }

    private async Task TakeAsync(HttpContext context)
    {
        var id = (string?)context.GetRouteValue("id") ?? "";
        var path = RawPath(context);
        var rest = path.IndexOf('/', RouteTable.IngestBase.Length + 1);
        var request = Read(context) with { Path = rest < 0 ? "" : path[(rest + 1)..] };
        await TakeAsync(context, engine.Intake.Admit(id, request), request).ConfigureAwait(false);
    }

    private Task TakeStandInAsync(HttpContext context, RequestDelegate next)
    {
        var request = Read(context);
        return engine.Intake.AdmitStandIn(RawPath(context), ref request) is { } admission ? TakeAsync(context, admission, request) : next(context);
    }

    private Task TakeAsync(HttpContext context, SourceAdmission admission, SourceRequest request) => Traces.IsOn
        ? RequestTrace.AnswerAsync("ingest", context, () => TakeAdmittedAsync(context, admission, request))
        : TakeAdmittedAsync(context, admission, request);

    private async Task TakeAdmittedAsync(HttpContext context, SourceAdmission admission, SourceRequest request)
    {
        if (admission.Refusal is { } refusal)
        {
            await AnswerAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        using var body = new RequestBody(context);
        SourceAnswer answer;
        try
        {
            answer = await body.TryReadAsync(admission.MostBytes).ConfigureAwait(false)
                ? await engine.Intake.TakeAsync(admission, request with { Body = body.Bytes }).ConfigureAwait(false)
                : engine.Intake.TooLarge(admission);
        }
        catch (InvalidDataException)
        {
            answer = new SourceAnswer(new SourceReply(StatusCodes.Status400BadRequest));
        }

        await AnswerAsync(context, answer).ConfigureAwait(false);
    }

    private static async Task AnswerAsync(HttpContext context, SourceAnswer answer)
    {
        context.Response.StatusCode = answer.Reply.Status;
        if (answer.RetryAfter is { } pause)
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in answer.Reply.Headers)
            context.Response.Headers[name] = value;
        if (answer.Reply.Body.Length == 0)
            return;
        context.Response.ContentType = answer.Reply.ContentType;
        await context.Response.WriteAsync(answer.Reply.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private SourceRequest Read(HttpContext context)
    {
        var request = context.Request;
        var query = new List<KeyValuePair<string, string>>();
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
            query.Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        var headers = new Dictionary<string, string>(request.Headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Headers)
            headers[name] = values.ToString();
        return new SourceRequest
        {
            Method = request.Method.ToUpperInvariant(),
            Url = UrlOf(context),
            Query = query,
            Headers = headers,
            Received = engine.Time.GetUtcNow(),
        };
    }

    private static Uri UrlOf(HttpContext context) =>
        Uri.TryCreate($"{context.Request.Scheme}://{context.Request.Host}{context.Features.Get<IHttpRequestFeature>()?.RawTarget}", UriKind.Absolute, out var url)
            ? url
            : new Uri("http://localhost/");

    private static string RawPath(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var end = target.IndexOf('?', StringComparison.Ordinal);
        return end < 0 ? target : target[..end];
    }
}
