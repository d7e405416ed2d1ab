using System.Net;
using System.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Influx.Outputs;

namespace Tocsin.Engine.Tests.Influx;

/// <summary>Answers in the place of an InfluxDB, and what writes to it.</summary>
internal sealed class InfluxStandIn : IDisposable
{
    private readonly List<string> _requests = [];
    private readonly TempFolder _own = new();
    private readonly string _folder;

    /// <param name="folder">Holds what waits; null for one of its own.</param>
    public InfluxStandIn(string? folder = null)
    {
        _folder = folder ?? _own.Path;
        Clusters = new InfluxClusters([new InfluxOptions { Compression = WriteCompression.None, KeepUnwrittenBytes = 64 * 1024 * 1024 }], Time, new Handler(this));
        Outputs = NewOutputs();
    }

    public FakeTime Time { get; } = new();

    public InfluxClusters Clusters { get; }

    public InfluxOutputs Outputs { get; private set; }

    public InfluxOutputStatus Status => Outputs.All.Single();

    /// <summary>Path and body of a request, to status and body of the answer; a status of 0 breaks the connection.</summary>
    public Func<string, (int Status, string Body)> Answer { get; set; } = _ => (204, "");

    /// <summary>Ends before a request is answered.</summary>
    public Task Before { get; set; } = Task.CompletedTask;

    /// <summary>What was asked for, in its order: <c>PATH?QUERY BODY</c>.</summary>
    public List<string> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    /// <summary>The lines of all writes that were taken.</summary>
    public List<string> Written { get; } = [];

    public string Folder => Path.Combine(_folder, "default");

    public Task Have(int requests) => Until.True(() => Requests.Count >= requests);

    public async Task RestartAsync()
    {
        await Outputs.DisposeAsync();
        Outputs = NewOutputs();
        Outputs.Start();
    }

    public void Dispose()
    {
        Outputs.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Clusters.Dispose();
        _own.Dispose();
    }

    private InfluxOutputs NewOutputs() => new(_folder, Clusters, Time, NullLoggerFactory.Instance);

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : HttpUtility.UrlDecode(await request.Content.ReadAsStringAsync(cancellationToken));
        var text = $"{request.RequestUri!.PathAndQuery} {body}"; // A client sets it.
        lock (_requests)
            _requests.Add(text);
        await Before.WaitAsync(cancellationToken);
        var (status, answer) = Answer(text);
        if (status == 0)
            throw new HttpRequestException("connection refused");
        if (status == 204 && text.StartsWith("/write", StringComparison.Ordinal))
        {
            lock (Written)
                Written.AddRange(body.TrimEnd('\n').Split('\n'));
        }

        return new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(text.StartsWith("/query", StringComparison.Ordinal) && answer.Length == 0 ? "{\"results\":[{}]}" : answer) };
    }

    private sealed class Handler(InfluxStandIn influx) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => influx.AnswerAsync(request, cancellationToken);
    }
}
