using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Nodes.Alert;

/// <summary>Texts that walk long lists hold up their write for a bounded time only.</summary>
public sealed class TextBudgetTests
{
    private const int Events = 1000;

    // A step for each turn, and one for each text in it.
    private const string Long = "{{ range 50000 }}{{ break }}{{ end }}{{ range 50000 }}x{{ end }}";

    [Fact]
    public async Task The_default_stands_in_for_texts_beyond_what_a_write_may_take_and_the_next_write_starts_anew()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", $"stream|from().measurement('m').groupBy('h')|alert().id('{{{{ .Tags.h }}}}').crit(lambda: \"v\" > 0.0).message('{Long}').details('').post('http://sink/x')");

        await rig.Write(string.Join('\n', Enumerable.Range(0, Events).Select(i => $"m,h=a{i} v=1 1")));
        var errors = rig.Engine.Running.Find("t")!.Errors;
        await rig.Write("m,h=last v=1 2");

        // Each takes 100,000 steps and a few: not quite 200 of them fit in.
        errors.Should().BeInRange(Events - 200, Events - 190);
        rig.Engine.Running.Find("t")!.Errors.Should().Be(errors, "the next write may take as much");
        rig.Engine.Running.Find("t")!.LastFailure!.Failure.Why.Should().Contain("the template takes more than 5000 steps");
        await Until.True(() => rig.Posted.Count == Events + 1);
        rig.Requests.Count(body => body.Contains(" is CRITICAL", StringComparison.Ordinal)).Should().Be((int)errors);
    }

    [Fact]
    public async Task Texts_as_people_write_them_are_never_short_of_it()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", "stream|from().measurement('m').groupBy('h')|alert().id('{{ .Tags.h }}').crit(lambda: \"v\" > 0.0).message('{{ .ID }} of {{ .TaskName }}')");

        await rig.Write(string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"m,h=a{i} v=1 1")));

        rig.Engine.Running.Find("t")!.Errors.Should().Be(0);
        rig.Raised.Should().HaveCount(10_000);
    }
}
