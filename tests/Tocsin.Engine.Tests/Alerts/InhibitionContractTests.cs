using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Alerts;

/// <summary>What mutes others goes on doing so over restarts, and who was told of nothing is told of no end.</summary>
public sealed class InhibitionContractTests
{
    private const string Muted =
        "stream|from().measurement('m').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 0.0).details('').category('net').post('http://sink/own')";

    private const string Boss =
        "stream|from().measurement('boss').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 0.0).details('').inhibit('net', 'h')";

    [Theory]
    [InlineData("")]
    [InlineData(".stateChangesOnly()")]
    [InlineData(".topic('bosses')")]
    [InlineData(".exec('true')")]
    public async Task What_mutes_others_does_so_after_a_restart_before_its_data_comes(string more)
    {
        await using var rig = await StartAsync(Boss + more);

        await rig.CrashAsync();
        await rig.Write("m,h=a v=1 2\nm,h=b v=1 2");
        await rig.Write("boss,h=a v=1,x=1 3");
        await rig.Write("m,h=a v=1 4");
        rig.Posted.Should().NotContain("/own a CRITICAL");
        await rig.Write("boss,h=a v=0 5");
        await rig.Write("m,h=a v=1 6");

        await rig.WhenPosted("/own a CRITICAL", "/own b CRITICAL");
    }

    [Fact]
    public async Task It_does_so_when_its_task_is_enabled_again_and_not_while_it_is_disabled()
    {
        await using var rig = await StartAsync(Boss);

        await rig.Enable("boss", false);
        await rig.Write("m,h=a v=1 2");
        await rig.WhenPosted("/own a CRITICAL");
        await rig.Enable("boss");
        await rig.Write("m,h=a v=1 3");
        await rig.Write("boss,h=a v=0 4");
        await rig.Write("m,h=a v=1 5");

        await rig.WhenPosted("/own a CRITICAL", "/own a CRITICAL");
    }

    [Fact]
    public async Task What_came_to_its_end_mutes_nothing_after_a_restart()
    {
        await using var rig = await StartAsync(Boss);
        await rig.Write("boss,h=a v=0 2");

        await rig.RestartAsync();
        await rig.Write("m,h=a v=1 3");

        await rig.WhenPosted("/own a CRITICAL");
    }

    [Fact]
    public async Task Tags_that_tell_no_groups_apart_mute_after_a_restart_what_they_muted_before()
    {
        await using var rig = await StartAsync(Boss.Replace(".groupBy('h')", "", StringComparison.Ordinal).Replace("{{ index .Tags \"h\" }}", "boss", StringComparison.Ordinal));
        await rig.Write("m,h=a v=1 2");
        await rig.WhenPosted("/own a CRITICAL");

        await rig.RestartAsync();
        await rig.Write("m,h=a v=1 3");

        await rig.WhenPosted("/own a CRITICAL", "/own a CRITICAL");
    }

    [Fact]
    public async Task The_end_of_a_problem_that_nobody_was_told_of_is_not_told()
    {
        await using var rig = await StartAsync(Boss);

        await rig.Write("m,h=a v=1 2");
        await rig.Write("boss,h=a v=0 3");
        await rig.Write("m,h=a v=0 4");
        await rig.Write("m,h=a v=1 5");

        await rig.WhenPosted("/own a CRITICAL");
    }

    [Fact]
    public async Task Who_knows_a_problem_through_a_group_hears_of_its_end_while_it_is_muted_and_of_no_other()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("boss", Boss);
        await rig.Define("task", Muted.Replace(".post('http://sink/own')", ".topic('nets')", StringComparison.Ordinal));
        await rig.DefineHandler(new HandlerSpec
        {
            Topic = "nets", Id = "mail", Kind = "post", OptionsJson = """{"url":"http://sink/mail"}""", DeliveryJson = """{"group":{"wait":"30s","interval":"5m"},"repeat":"1h"}""",
        });
        await rig.Write("m,h=a v=1 1\nm,h=b v=1 1");
        await rig.Pass(30);
        await rig.WhenPosted("/mail nets/mail{} CRITICAL");

        await rig.Write("boss,h=a v=1 2\nboss,h=c v=1 2");
        await rig.Write("m,h=c v=1 3");
        await rig.Pass(600);
        await rig.Write("m,h=c v=0 4\nm,h=a v=0 4");
        await rig.Pass(1);
        await rig.WhenPosted("/mail nets/mail{} CRITICAL", "/mail nets/mail{} CRITICAL");
        await rig.Write("m,h=b v=0 5");
        await rig.Pass(1);

        await rig.WhenPosted("/mail nets/mail{} CRITICAL", "/mail nets/mail{} CRITICAL", "/mail nets/mail{} OK");
        rig.Requests.Should().NotContain(body => body.Contains("\"c\"", StringComparison.Ordinal), "c was muted from the first");
    }

    private static async Task<TaskRig> StartAsync(string boss)
    {
        var rig = await TaskRig.StartAsync();
        await rig.Define("boss", boss);
        await rig.Define("task", Muted);
        await rig.Write("boss,h=a v=1 1");
        return rig;
    }
}
