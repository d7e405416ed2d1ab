using System.Text.Json;

namespace Tocsin.EndToEnd;

/// <summary>Handlers in processes of their own: whatever they do, the server goes on.</summary>
public sealed class IsolationTests
{
    private const string Isolated = "{isolation: process}";

    [Theory]
    [InlineData("async void", "InvalidOperationException")]
    [InlineData("exit", "exit code 3")]
    [InlineData("recursion", "Stack overflow")]
    public async Task A_handler_that_ends_its_process_costs_its_own_event_only(string way, string reason)
    {
        using var rig = new DeadlyServer(
            $"if (Alert.Id == \"good\") {{ using (var reply = await Http.PostAsync(Options[\"url\"], new StringContent(Alert.Id))) return Delivery.FromStatus(reply.StatusCode); }}\n"
            + DeadlyScripts.Of(way), Isolated);
        using var server = await rig.StartAsync();

        await rig.RaiseAsync(server, "bad");
        await rig.RaiseAsync(server, "good");

        var status = await rig.UntilAsync(server, "t/deadly", handler => handler.GetProperty("owed").GetInt64() == 0);
        (await rig.Deadly.NextAsync()).Body.Should().Be("good");
        (status.GetProperty("delivered").GetInt64(), status.GetProperty("dead").GetInt64()).Should().Be((1, 1));
        (await rig.DeadLettersAsync(server)).Should().Contain(reason).And.Contain("it has died at this event 3 times");
        await rig.UntilAsync(server, "t/healthy", handler => handler.GetProperty("delivered").GetInt64() == 2);
        (await server.TerminateAsync()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task What_spins_is_ended_with_its_time_and_the_next_event_is_delivered()
    {
        using var rig = new DeadlyServer(
            """
            if (Alert.Id == "bad" && State.TryAdd("spun", null) && !File.Exists(Options["url"].Replace('/', '_')))
            {
                File.WriteAllText(Options["url"].Replace('/', '_'), "");
                Console.WriteLine("what is printed does no harm");
                while (true) { }
            }
            Log("posts " + Alert.Id);
            using (var reply = await Http.PostAsync(Options["url"], new StringContent(Alert.Id))) { return Delivery.FromStatus(reply.StatusCode) with { Reply = "took it" }; }
            """, "{isolation: process, attempt-timeout: 2s, parallelism: 1}");
        using var server = await rig.StartAsync();

        await rig.RaiseAsync(server, "bad");

        var status = await rig.UntilAsync(server, "t/deadly", handler => handler.GetProperty("delivered").GetInt64() == 1);
        (await rig.Deadly.NextAsync()).Body.Should().Be("bad");
        status.GetProperty("failed").GetInt64().Should().BePositive();
        var ledger = await rig.RunAsync(server, "ledger", "--handler", "deadly", "--json");
        ledger.Output.Should().Contain("took it");
        (await server.TerminateAsync()).Log.Should().Contain("posts bad");
    }

    [Fact]
    public async Task All_handlers_of_a_plugin_and_all_scripts_can_be_isolated_and_secrets_reach_them_unseen()
    {
        using var rig = new DeadlyServer("return Delivery.Refused($\"script in {Environment.ProcessId} {Options[\"url\"]}\");");
        rig.Write("tocsin.yaml", $$"""
            isolation: {plugins: [Tocsin.Plugins.Slack], scripts: true, memory-mb: 200, processes: 2}
            slack: {enabled: true, url: "${file:{{rig.PathOf("secret.txt")}}}"}
            """);
        rig.Write("secret.txt", rig.Deadly.Url + "s3cr3t-token");
        rig.Write("load/handlers/slack.yaml", "{topic: t, id: chat, kind: slack, options: {channel: '#alerts'}}");
        using var server = await rig.StartAsync();

        await rig.RaiseAsync(server, "a");

        await rig.UntilAsync(server, "t/chat", handler => handler.GetProperty("delivered").GetInt64() == 1);
        var (path, body) = await rig.Deadly.NextAsync();
        path.Should().Be("/s3cr3t-token");
        JsonDocument.Parse(body).RootElement.GetProperty("channel").GetString().Should().Be("#alerts");
        var status = await rig.UntilAsync(server, "t/deadly", handler => handler.GetProperty("dead").GetInt64() == 1);
        status.GetProperty("error").GetString().Should().NotContain($"script in {server.Id} ");
        CommandLinesOfChildren(server).Should().HaveCount(2).And.OnlyContain(line => !line.Contains("s3cr3t") && line.Contains("isolated-handler"));
        (await server.TerminateAsync()).ExitCode.Should().Be(0);
    }

    private static List<string> CommandLinesOfChildren(TocsinProcess server) =>
    [
        .. Directory.GetDirectories("/proc").Where(path => Path.GetFileName(path).All(char.IsAsciiDigit) && Read(path, "status").Contains($"PPid:\t{server.Id}\n"))
            .Select(path => Read(path, "cmdline")),
    ];

    private static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (IOException)
        {
            // It has ended.
            return "";
        }
    }
}
