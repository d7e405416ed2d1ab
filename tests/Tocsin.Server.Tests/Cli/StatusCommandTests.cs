using System.Text.Json.Nodes;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Tests.Cli;

public sealed class StatusCommandTests : ServerCommandTest
{
    [Fact]
    public async Task An_empty_server_is_well()
    {
        (await Cli.RunAsync("status")).Should().Be(0);

        Cli.Errors.Should().BeEmpty();
        Cli.Output.Should().StartWith("Tocsin 0.1.0 on localhost  all is well\n  up      ").And.Contain("\n  points  0 in, 0 a second\n").And.NotContain("\u001b");
    }

    [Fact]
    public async Task What_needs_attention_is_said_first_and_by_the_exit_code()
    {
        await DefineAsync("calm", "stream|from()");
        await DefineAsync("t", "stream\n    |from()\n    |eval(lambda: \"v\" * 2.0)\n        .as('x')");
        await WriteAsync("m v=5i");

        (await Cli.RunAsync("status")).Should().Be(1);

        var lines = Cli.Output.Split('\n');
        lines[0].Should().EndWith("  1 task erring");
        lines.Should().ContainInOrder(
            "Task  State    Entered  Errors  Waiting  Oldest  Last error",
            "t     erring         1       1        -       -  eval2 at 3:6: error evaluating expression: mismatched type to binary operator. got int * float. see …",
            "calm  running        1       -        -       -");
    }

    [Fact]
    public async Task Long_tables_are_cut_and_whole_on_demand()
    {
        for (var i = 10; i < 35; i++)
            await DefineAsync($"t{i}", "stream|from()", isEnabled: false);

        (await Cli.RunAsync("status")).Should().Be(0);
        Cli.Output.Should().Contain("\nt29 ").And.NotContain("\nt30 ").And.EndWith("\nand 5 more: --all shows them\n");

        await Cli.RunAsync("status", "--all");
        Cli.Output.Should().Contain("\nt34 ").And.NotContain("more");
    }

    [Fact]
    public async Task The_answer_of_the_API_can_be_had()
    {
        (await Cli.RunAsync("status", "--json")).Should().Be(0);

        JsonNode.Parse(Cli.Output)!["server"]!["hostname"]!.GetValue<string>().Should().Be("localhost");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_another_exit_code()
    {
        Cli.Set("TOCSIN_URL", "http://127.0.0.1:1");

        (await Cli.RunAsync("status")).Should().Be(3);

        Cli.Errors.Should().Contain("cannot reach the server at http://127.0.0.1:1");
    }

    [Fact]
    public async Task Points_that_no_task_reads_are_shown_and_need_no_attention()
    {
        await DefineAsync("t", "stream|from()|log()");
        await WriteAsync("cpu v=1 1");
        await Server.Engine.Writer.WriteAsync("cpu v=1 1\ncpu v=2 2"u8.ToArray(), "db", "", Precision.Nanosecond);
        (await Cli.RunAsync("status")).Should().Be(0);

        Cli.Output.Should().Contain("unread  2 of db.'': no task reads these points");
    }

    private Task<TaskDefinition> DefineAsync(string id, string script, bool isEnabled = true) =>
        Server.Engine.Tasks.CreateAsync(new TaskChange { Id = id, Script = script, Dbrps = [new("db", "rp")], IsEnabled = isEnabled });

    private async Task WriteAsync(string line) =>
        await Server.Engine.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(line), "db", "rp", Precision.Nanosecond);
}
