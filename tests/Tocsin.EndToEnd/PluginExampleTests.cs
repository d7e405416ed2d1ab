using System.Net;
using System.Text.Json;

namespace Tocsin.EndToEnd;

/// <summary>The plugins to copy, built where their copies stand: outside of this repository, against the SDK of the published server.</summary>
public sealed class PluginExampleTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task The_handler_to_copy_is_built_tested_published_and_tells_of_an_alert()
    {
        var copy = CopyOf("plugin-template");
        await Dotnet.RunAsync(copy, "build", "--disable-build-servers");
        (await Dotnet.RunAsync(copy, "test", "--no-build")).Should().Contain("Passed!");
        await Dotnet.RunAsync(copy, "publish", "TeamChat", "-o", _folder.Of("plugins", "teamchat"), "--disable-build-servers");
        Directory.GetFiles(_folder.Of("plugins", "teamchat")).Select(Path.GetFileName)
            .Should().Contain(["TeamChat.dll", "TeamChat.xml", "TeamChat.deps.json"]).And.NotContain(name => name!.StartsWith("Tocsin", StringComparison.Ordinal));

        using var chat = new HttpStandIn();
        var config = File.ReadAllText(Path.Combine(copy, "server.yaml")).Replace("${env:TEAMCHAT_URL}", chat.Url + "hook", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(copy, "server.yaml"), config);
        using var server = await TocsinProcess.ServeAsync(copy, "--data", "data", "--config", "server.yaml", "--plugins", "../plugins");
        (await ClientAsync(server, copy, "plugins", "teamchat")).Should().Contain("Who is named in the message.");
        await ClientAsync(server, copy, "define-topic-handler", "handler.yaml");
        await ClientAsync(server, copy, "define", "cpu", "-tick", "cpu.tick");
        await ClientAsync(server, copy, "enable", "cpu");
        await WriteAsync(server, "telegraf", "cpu,host=a usage_idle=5");

        using var message = JsonDocument.Parse((await chat.NextAsync()).Body);
        message.RootElement.GetProperty("room").GetString().Should().Be("ops");
        message.RootElement.GetProperty("text").GetString().Should().Be("@anna [CRITICAL] cpu is CRITICAL");
        (await server.TerminateAsync()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task The_functions_to_copy_are_published_and_used_by_a_task()
    {
        var copy = CopyOf("plugin-functions");
        var plugins = _folder.Of("plugins");
        await Dotnet.RunAsync(copy, "publish", "-o", Path.Combine(plugins, "rooms"), "--disable-build-servers");

        var (code, output, errors) = await TocsinProcess.RunAsync(copy, null, "run", "rooms.tick", "--input", "rooms.lp", "--plugins", plugins);
        code.Should().Be(0, errors);
        File.ReadAllText(Path.Combine(copy, "expected.txt")).Should().EndWith(output);

        using var server = await TocsinProcess.ServeAsync(copy, "--data", "data", "--plugins", plugins);
        (await ClientAsync(server, copy, "plugins")).Should().MatchRegex("rooms .*loaded .*dewPoint, @streak");
        (await ClientAsync(server, copy, "plugins", "dewpoint")).Should().Contain("dewPoint(temperature float, humidity float) float").And.Contain("in percent");
        (await ClientAsync(server, copy, "plugins", "@streak")).Should().Contain("Counts the points in a row").And.MatchRegex("at-least +\\.atLeast\\(\\) +number +0");
        await ClientAsync(server, copy, "define", "rooms", "-tick", "rooms.tick");
        await ClientAsync(server, copy, "enable", "rooms");
        await WriteAsync(server, "home", File.ReadAllText(Path.Combine(copy, "rooms.lp")).TrimEnd().Split('\n')[..5]);
        (await ClientAsync(server, copy, "show-topic", "damp")).Should().Contain("Level: CRITICAL");
        (await server.TerminateAsync()).ExitCode.Should().Be(0);
    }

    public void Dispose() => _folder.Dispose();

    private string CopyOf(string example)
    {
        var (from, to) = (Built.Example(example), _folder.Of(example));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(from, file);
            if (path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, path)) ?? to);
            File.Copy(file, Path.Combine(to, path));
        }

        return to;
    }

    private static async Task<string> ClientAsync(TocsinProcess server, string folder, params string[] arguments)
    {
        var (code, output, errors) = await TocsinProcess.RunAsync(folder, server.Url, arguments);
        code.Should().Be(0, errors);
        return output;
    }

    private static async Task WriteAsync(TocsinProcess server, string database, params string[] lines)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri($"{server.Url}/write?db={database}&rp=autogen"), new StringContent(string.Join('\n', lines)));
        answer.StatusCode.Should().Be(HttpStatusCode.NoContent);
    }
}
