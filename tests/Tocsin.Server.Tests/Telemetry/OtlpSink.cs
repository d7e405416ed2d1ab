using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Tocsin.Server.Tests.Telemetry;

/// <summary>A collector: takes figures and traces by HTTP, or by gRPC without TLS.</summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private const string GrpcServices = "/opentelemetry.proto.collector";

    // Of a message of gRPC: whether it is compressed, and its length.
    private const int GrpcPrefix = 5;

    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<SeenSpan> _spans = [];
    private readonly List<Dictionary<string, double>> _figures = [];

    private OtlpSink(HttpProtocols protocols)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/v1/traces", context => TakeAsync(context, TakeTraces));
        _app.MapPost("/v1/metrics", context => TakeAsync(context, TakeFigures));
        _app.MapPost($"{GrpcServices}.trace.v1.TraceService/Export", context => TakeCallAsync(context, TakeTraces));
        _app.MapPost($"{GrpcServices}.metrics.v1.MetricsService/Export", context => TakeCallAsync(context, TakeFigures));
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

    /// <param name="protocols">HTTP/2 alone for gRPC, which is not negotiated without TLS.</param>
    public static async Task<OtlpSink> StartAsync(HttpProtocols protocols = HttpProtocols.Http1)
    {
        var sink = new OtlpSink(protocols);
        await sink._app.StartAsync();
        return sink;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, Action<WireMessage> take)
    {
        Take(context, await BodyAsync(context), take);
        context.Response.StatusCode = (int)Answer;
    }

    private async Task TakeCallAsync(HttpContext context, Action<WireMessage> take)
    {
        var body = await BodyAsync(context);
        (body[0], BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1))).Should().Be(((byte)0, body.Length - GrpcPrefix));
        Take(context, body[GrpcPrefix..], take);
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        await context.Response.Body.WriteAsync(new byte[GrpcPrefix]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private void Take(HttpContext context, byte[] body, Action<WireMessage> take)
    {
        var message = new WireMessage(body);
        lock (_gate)
        {
            Authorization = context.Request.Headers.Authorization.ToString();
            Resource = message.All(1).First().All(1).Single().Attributes(1);
            take(message);
        }
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
