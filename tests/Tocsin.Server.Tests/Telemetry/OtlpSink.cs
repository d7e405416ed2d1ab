using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tocsin.Server.Tests.Telemetry;

/// <summary>A collector: takes figures and traces by HTTP.</summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<SeenSpan> _spans = [];
    private readonly List<Dictionary<string, double>> _figures = [];

    private OtlpSink()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/v1/traces", context => TakeAsync(context, TakeTraces));
        _app.MapPost("/v1/metrics", context => TakeAsync(context, TakeFigures));
    }

    public string Url => _app.Urls.Single();

    /// <summary>What the last request said that it was sent by.</summary>
    public Dictionary<string, string> Resource { get; private set; } = [];

    public string Authorization { get; private set; } = "";

    /// <summary>What the next requests are answered with.</summary>
    public HttpStatusCode Answer { get; set; } = HttpStatusCode.OK;

    public IReadOnlyList<SeenSpan> Spans
    {
        get
        {
            lock (_gate)
                return [.. _spans];
        }
    }

    /// <summary>The figures of each request, by name and labels as Prometheus writes them.</summary>
    public IReadOnlyList<Dictionary<string, double>> Figures
    {
        get
        {
            lock (_gate)
                return [.. _figures];
        }
    }

    public static async Task<OtlpSink> StartAsync()
    {
        var sink = new OtlpSink();
        await sink._app.StartAsync();
        return sink;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, Action<WireMessage> take)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var message = new WireMessage(body.ToArray());
        lock (_gate)
        {
            Authorization = context.Request.Headers.Authorization.ToString();
            Resource = message.All(1).First().All(1).Single().Attributes(1);
            take(message);
        }

        context.Response.StatusCode = (int)Answer;
    }

    private void TakeTraces(WireMessage request) => _spans.AddRange(
        from resource in request.All(1)
        from scope in resource.All(2)
        from span in scope.All(2)
        select new SeenSpan(
            span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), (int)span.Number(6), span.Attributes(9), [.. span.All(11).Select(note => note.Attributes(3))], span.All(15).Any(status => status.Number(3) == 2)));

    private void TakeFigures(WireMessage request)
    {
        var seen = new Dictionary<string, double>();
        foreach (var figure in request.All(1).SelectMany(resource => resource.All(2)).SelectMany(scope => scope.All(2)))
        {
            var (isSum, points) = figure.Has(7) ? (true, figure.All(7).Single()) : (false, figure.All(5).Single());
            if (isSum)
                (points.Number(2), points.Number(3)).Should().Be((2UL, 1UL), "{0} is the sum since the start, and only grows", figure.Text(1));
            foreach (var point in points.All(1))
                seen[figure.Text(1) + string.Concat(point.Attributes(7).OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $",{label.Key}={label.Value}"))] = point.Double(4);
        }

        _figures.Add(seen);
    }
}
