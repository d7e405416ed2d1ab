using System.Text;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Influx;

namespace Tocsin.Server.Tests.Http;

public sealed class StorageGuardTests
{
    private static readonly (string, string) Root = ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("root:correct horse")));

    [Fact]
    public async Task While_the_disk_is_full_changes_are_refused_and_what_was_accepted_is_kept()
    {
        await using var api = await ApiHost.StartAsync();
        await api.DefineAsync("t", "stream|from().measurement('m').groupBy('id')|alert().id('{{ .Tags.id }}').crit(lambda: \"v\" > 1).topic('sys')", "enabled");
        api.Engine.Store.LimitTo(1);

        // Its alerts wait to be on disk, and it is not acknowledged.
        var first = await api.WriteAsync(string.Join('\n', Enumerable.Range(0, 500).Select(i => $"m,id={i} v=5 1000000000")));
        (first.Status, first.Headers["Retry-After"]).Should().Be((503, "5"));

        var write = await api.WriteAsync("m,id=late v=5 1000000000");
        (write.Status, write.Headers["Retry-After"]).Should().Be((503, "5"));
        write.Error.Should().StartWith("The disk of the state file").And.EndWith("is full: nothing more is taken until there is room again, and nothing that was taken is lost. Free some space.").And.Be(first.Error);
        (await api.DefineAsync("other", "stream|from()")).Status.Should().Be(503);
        (await api.SendAsync("DELETE", "/tasks/t")).Status.Should().Be(503);
        (await api.SendAsync("DELETE", "/recordings/large")).Status.Should().Be(204, "that may make room");
        var status = await api.SendAsync("GET", "//tocsin/v1/status");
        (status.At("attention.0"), status.At("server.storage-error")).Should().Be(("state cannot be written", write.Error));
        status.At("server.storage.reserve-used").Should().Be("False", "what is kept in memory has none");

        var ingest = await api.SendAsync("POST", "//ingest/x", "{}");
        (ingest.Status, ingest.Error).Should().Be((503, "the server cannot store anything now: send it again later"), "whoever likes may send that");

        api.Engine.Store.LimitTo(0);
        await Until.True(() => api.Engine.StorageStatus.Failure is null);
        (await api.SendAsync("GET", "//tocsin/v1/status")).At("topics.0.events.critical").Should().Be("500");
        (await api.WriteAsync("m,id=late v=5 1000000000")).Status.Should().Be(204);
    }

    [Fact]
    public async Task While_the_disk_is_full_pages_sign_in_and_whoever_is_not_to_be_let_in_any_more_is_not()
    {
        await using var api = await ApiHost.StartAsync();
        await api.DefineAsync("t", "stream|from().measurement('m').groupBy('id')|alert().id('{{ .Tags.id }}').crit(lambda: \"v\" > 1).topic('sys')", "enabled");
        foreach (var (name, role) in new[] { ("root", "admin"), ("bob", "read") })
            (await api.SendAsync("POST", "//tocsin/v1/users", $$"""{"name":"{{name}}","password":"correct horse","roles":["{{role}}"]}""", Root)).Status.Should().Be(200);
        var token = await api.SendAsync("POST", "//tocsin/v1/tokens", """{"name":"t","roles":["read"]}""", Root);
        (string, string) held = ("Authorization", $"Bearer {token.At("token")}");
        (await api.SendAsync("GET", "/tasks", (string?)null, held)).Status.Should().Be(200);
        api.Engine.Store.LimitTo(1);
        (await api.SendAsync("POST", "/write?db=db&rp=rp", string.Join('\n', Enumerable.Range(0, 500).Select(i => $"m,id={i} v=5 1000000000")), Root)).Status.Should().Be(503);
        (await api.SendAsync("PATCH", "//tocsin/v1/users/bob", """{"roles":["author"]}""", Root)).Status.Should().Be(503);

        var (bob, other) = (await SignInAsync(api), await SignInAsync(api));
        (await api.SendAsync("DELETE", "//tocsin/v1/session", (string?)null, other, ("Sec-Fetch-Site", "same-origin"))).Status.Should().Be(204);
        (await api.SendAsync("GET", "/tasks", (string?)null, other)).Status.Should().Be(401);
        (await api.SendAsync("GET", "/tasks", (string?)null, bob)).Status.Should().Be(200);

        foreach (var path in new[] { $"//tocsin/v1/tokens/{token.At("id")}", "//tocsin/v1/users/bob" })
        {
            var revoked = await api.SendAsync("DELETE", path, (string?)null, Root);
            revoked.Status.Should().Be(202);
            revoked.At("warning").Should().StartWith("it is in force, and not stored yet: it will be as soon as it can, unless the server ends before. The disk of the state file");
        }

        (await api.SendAsync("GET", "/tasks", (string?)null, bob)).Status.Should().Be(401);
        (await api.SendAsync("GET", "/tasks", (string?)null, held)).Status.Should().Be(401);
        (await api.SendAsync("GET", "/tasks?u=bob&p=correct%20horse")).Status.Should().Be(401);
        api.Engine.Store.LoadTokens().Should().ContainSingle();
        api.Engine.Store.LimitTo(0);
        await Until.True(() => api.Engine.Store.LoadTokens().Count == 0 && api.Engine.Store.LoadUsers().Count == 1);
    }

    [Fact]
    public async Task Writes_for_a_task_whose_points_can_be_kept_nowhere_are_refused_until_there_is_room_and_others_go_on()
    {
        using var folder = new TempFolder();
        var lane = Path.Combine(folder.Path, "influxdb-out", "default", "db+rp");
        Directory.CreateDirectory(Path.GetDirectoryName(lane)!); // It is in a folder.
        File.WriteAllText(lane, "in the place of a folder");
        await using var api = await ApiHost.StartAsync(new EngineSettings { DataFolder = folder.Path, Influxdb = [new InfluxOptions { Urls = ["http://127.0.0.1:1"], DisableSubscriptions = true }] });
        (await api.DefineAsync("out", "stream|from().measurement('m')|influxDBOut().buffer(1)", "enabled")).Status.Should().Be(200);
        (await api.DefineAsync("other", "stream|from().measurement('n')|log()", "enabled")).Status.Should().Be(200);
        (await api.WriteAsync("m v=1 1")).Status.Should().Be(204);
        await Until.True(() => api.Engine.Outputs!.All[0].Refusing.Length > 0); // It writes to InfluxDB.

        var refused = await api.WriteAsync("m v=1 100");
        (refused.Status, refused.Headers["Retry-After"]).Should().Be((503, "5"));
        refused.Error.Should().StartWith("Points that the InfluxDB 'default' does not take could not be kept in ");
        (await api.WriteAsync("n v=1 100")).Status.Should().Be(204);
        var status = await api.SendAsync("GET", "//tocsin/v1/status");
        status.Text.Should().Contain("1 InfluxDB for which writes are refused, as no more can be kept");

        File.Delete(lane);
        await Until.True(async () => (await api.WriteAsync("m v=1 101")).Status == 204, "writes are taken again", TimeSpan.FromSeconds(60));
        api.Engine.Outputs!.All[0].Dropped.Should().Be(0); // As above.
    }

    private static async Task<(string, string)> SignInAsync(ApiHost api)
    {
        using var body = new StringContent("""{"name":"bob","password":"correct horse"}""", Encoding.UTF8, "application/json");
        var reply = await api.SendAsync("POST", "//tocsin/v1/session", body);
        reply.Status.Should().Be(200);
        return ("Cookie", reply.Headers["Set-Cookie"].Split(';')[0]);
    }
}
