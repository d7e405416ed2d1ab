namespace Tocsin.Server.Tests.Http;

public sealed class VarsApiTests
{
    [Fact]
    public async Task All_counters_are_shown()
    {
        await using var host = await ApiHost.StartAsync();
        await host.DefineAsync("t", "stream|from()|where(lambda: \"v\" > 1)|alert().crit(lambda: TRUE).topic('x')", "enabled");
        await host.DefineAsync("off", "stream|from()");
        await host.WriteAsync("cpu,h=a v=1 1\ncpu,h=b v=2 1\nmem v=3 1");

        var reply = await host.SendAsync("GET", "/debug/vars");

        reply.Text.Should().StartWith("{\n\"cluster_id\": \"").And.EndWith("\"version\": \"1.5.5\"\n}\n");
        reply.At("server_id").Should().HaveLength(36).And.NotBe(reply.At("cluster_id"));
        reply.At("num_tasks").Should().Be("2");
        reply.At("num_enabled_tasks").Should().Be("1");
        var all = reply.Json.GetProperty("kapacitor").EnumerateObject().Select(entry => entry.Value).ToList();
        all.Select(one => one.GetProperty("name").GetString()).Distinct().Should().BeEquivalentTo("ingress", "nodes", "edges", "topics");
        Of("ingress", "measurement", "cpu").GetProperty("points_received").GetInt64().Should().Be(2);
        Of("nodes", "node", "where2").GetProperty("emitted").GetInt64().Should().Be(2);
        Of("nodes", "kind", "where").GetProperty("avg_exec_time_ns").ValueKind.Should().Be(System.Text.Json.JsonValueKind.String);
        Of("edges", "child", "where2").GetProperty("collected").GetInt64().Should().Be(3);
        Of("topics", "id", "x").GetProperty("collected").GetInt64().Should().Be(2);

        System.Text.Json.JsonElement Of(string name, string tag, string value) => all.Single(one =>
            one.GetProperty("name").GetString() == name && one.GetProperty("tags").TryGetProperty(tag, out var found) && found.GetString() == value).GetProperty("values");
    }

    [Fact]
    public async Task The_paths_of_the_API_are_listed()
    {
        await using var host = await ApiHost.StartAsync();

        var routes = (await host.SendAsync("GET", "/:routes")).Json;

        routes.GetProperty("/kapacitor/v1/tasks").EnumerateArray().Select(method => method.GetString()).Should().Equal("GET", "POST");
        routes.TryGetProperty("/kapacitor/v1preview/logs", out _).Should().BeTrue();
    }

    [Fact]
    public async Task What_is_not_there_says_so()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync("GET", "/debug/pprof/heap")).Error.Should().Contain("/debug/pprof").And.Contain("dotnet-trace");
    }
}
