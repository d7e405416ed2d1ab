using Tocsin.Pipelines.Functions;
using Tocsin.Sdk.Functions;
using Tocsin.Server.Tests.Cli;

namespace Tocsin.Server.Tests.Http;

public sealed class PluginsApiTests
{
    [Fact]
    public async Task What_the_server_itself_brings_is_listed_with_its_options()
    {
        await using var api = await ApiHost.StartAsync();

        var own = await api.SendAsync("GET", "//tocsin/v1/plugins/tocsin");
        var list = await api.SendAsync("GET", "//tocsin/v1/plugins");
        var unknown = await api.SendAsync("GET", "//tocsin/v1/plugins/nope");

        (own.At("state"), list.At("plugins.0.id"), unknown.Status, unknown.Error).Should().Be(("built-in", "tocsin", 404, "there is no plugin nope"));
        var post = own.Json.GetProperty("kinds").EnumerateArray().Single(kind => kind.GetProperty("kind").GetString() == "post");
        var url = post.GetProperty("options").EnumerateArray().Single(option => option.GetProperty("key").GetString() == "url");
        (url.GetProperty("type").GetString(), url.GetProperty("script").GetString()).Should().Be(("text", "argument"));
        url.GetProperty("summary").GetString().Should().NotBeEmpty();
        var publish = own.Json.GetProperty("kinds").EnumerateArray().Single(kind => kind.GetProperty("kind").GetString() == "publish");
        (publish.TryGetProperty("property", out _), publish.GetProperty("options")[0].GetProperty("key").GetString()).Should().Be((false, "topics"));
    }

    [Fact]
    public async Task Sources_of_the_server_and_functions_of_files_are_listed()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Engine.Extensions.ChangeAsync(now => now.WithFunctions([], FoundFunctions.FromTypes([typeof(PluginsApiTests)], "twice.csx").Functions, []));

        var list = await api.SendAsync("GET", "//tocsin/v1/plugins");

        var source = list.Json.GetProperty("plugins")[0].GetProperty("sources").EnumerateArray().First();
        source.GetProperty("source").GetString().Should().Be("generic");
        source.GetProperty("options").EnumerateArray().First().GetProperty("summary").GetString().Should().NotBeEmpty();
        (list.At("script-functions.0.function"), list.At("script-functions.0.origin"), list.At("script-functions.0.signatures.0"))
            .Should().Be(("twice", "twice.csx", "twice(value float) float"));
    }

    [Fact]
    public async Task The_command_shows_plugins_and_what_a_kind_takes()
    {
        await using var server = await RunningServer.StartAsync();
        using var cli = new CliRun();

        (await cli.RunAsync("plugins", "--url", server.Url)).Should().Be(0);
        cli.Output.Should().MatchRegex(@"tocsin +built-in +.*post");
        (await cli.RunAsync("plugins", "log", "--url", server.Url)).Should().Be(0);
        cli.Output.Should().Contain("path").And.Contain("kind: log\n");
        (await cli.RunAsync("plugins", "aggregate", "--url", server.Url)).Should().Be(0);
        cli.Output.Should().StartWith("Handlers of kind aggregate; of topics only, not in scripts.\n").And.Contain("kind: aggregate\n").And.NotContain("In scripts");
        (await cli.RunAsync("plugins", "generic", "--url", server.Url)).Should().Be(0);
        cli.Output.Should().EndWith("id: my-generic\nkind: generic\noptions:\n  id: TEXT\n  level: TEXT\n");
        (await cli.RunAsync("plugins", "pigeon", "--url", server.Url)).Should().NotBe(0);
        cli.Errors.Should().Contain("no plugin provides 'pigeon' to the server; there are ");
        (await cli.RunAsync("plugins", "@pigeon", "--url", server.Url)).Should().NotBe(0);
        cli.Errors.Should().Contain("no plugin provides '@pigeon' to the server");
    }

    [LambdaFunction("twice")]
    internal static double Twice(double value) => 2 * value;
}
