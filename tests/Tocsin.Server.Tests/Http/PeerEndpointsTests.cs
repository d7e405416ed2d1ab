namespace Tocsin.Server.Tests.Http;

/// <summary>Every request that Kapacitor's API takes is taken, or answered with what is missing, which <c>docs/differences.md</c> says, too.</summary>
public sealed class PeerEndpointsTests : IAsyncLifetime
{
    // A slash at the end stands for what may follow.
    private const string Requests = """
        GET /ping
        HEAD /ping
        POST /write
        GET /:routes
        POST /loglevel
        GET /debug/vars
        GET /debug/pprof/
        GET /tasks
        POST /tasks
        GET /tasks/
        PATCH /tasks/
        DELETE /tasks/
        GET /templates
        POST /templates
        GET /templates/
        PATCH /templates/
        DELETE /templates/
        GET /recordings
        GET /recordings/
        DELETE /recordings/
        POST /recordings/stream
        POST /recordings/batch
        POST /recordings/query
        GET /replays
        POST /replays
        GET /replays/
        DELETE /replays/
        POST /replays/batch
        POST /replays/query
        GET /alerts/topics
        GET /alerts/topics/
        POST /alerts/topics/
        DELETE /alerts/topics/
        PUT /alerts/topics/t/handlers/
        PATCH /alerts/topics/t/handlers/
        GET /config
        GET /config/
        POST /config/
        GET /service-tests
        GET /service-tests/
        POST /service-tests/
        GET /storage/backup
        GET /storage/stores
        POST /storage/stores/
        POST /subscriptions
        POST /sideload/reload
        """;

    // Set before every test.
    private ApiHost _host = null!;

    public static TheoryData<string> All => [.. Requests.Split('\n')];

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_request_of_the_peers_API_is_known(string request)
    {
        var (method, path) = (request.Split(' ')[0], request.Split(' ')[1]);

        var reply = await _host.SendAsync(method, path.EndsWith('/') ? path + "x" : path, method is "POST" or "PUT" or "PATCH" ? "{}" : null);

        reply.Status.Should().NotBe(405);
        if (reply.Status == 501 || (reply.Status == 404 && reply.Error.StartsWith("Not Found", StringComparison.Ordinal)))
            Differences().Should().ContainEquivalentOf(Told(path), "{0} is not there", request);
    }

    // What the page calls it.
    private static string Told(string path) => path.Trim('/').Split('/') switch
    {
        ["debug", ..] => "`/debug/pprof`",
        ["recordings" or "replays", "batch" or "query"] => "recordings of batches and queries",
        [var first, ..] => first,
        _ => path,
    };

    private static string Differences() => File.ReadAllText(RepositoryFiles.PathOf("docs/differences.md"));
}
