using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Tasks;

public sealed class TemplateRegistryTests : IAsyncLifetime
{
    private TaskRig _rig = null!; // Made before each test.

    private TemplateRegistry Templates => _rig.Engine.Templates;

    public async Task InitializeAsync() => _rig = await TaskRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task A_changed_template_starts_its_tasks_anew_with_its_script()
    {
        await Templates.CreateAsync("p", Above(100));
        await Make("t");
        await _rig.Write("m,h=a v=50 1");

        await Templates.UpdateAsync("p", "q", Above(10), _rig.Tasks);
        await _rig.Write("m,h=b v=50 2");

        _rig.Raised.Should().Equal("b");
        _rig.Tasks.Find("t")!.TemplateId.Should().Be("q");
        await _rig.RestartAsync();
        Templates.Templates.Select(template => template.Id).Should().Equal("q");
        _rig.Tasks.Find("t")!.Script.Should().Be(Above(10));
    }

    [Fact]
    public async Task A_script_that_one_task_cannot_take_changes_no_task_and_no_template()
    {
        await Templates.CreateAsync("p", Above(10));
        await Make("a");
        await Make("b");

        // The first can start with it, the second writes to what it reads.
        const string Looping = "var db = 'db2'\nstream|from()|kapacitorLoopback().database(db).retentionPolicy('rp')";
        await _rig.Tasks.CreateAsync(new TaskChange { Id = "c", TemplateId = "p", Dbrps = [new("db2", "rp")], IsEnabled = true });
        (await Templates.Invoking(templates => templates.UpdateAsync("p", "", Looping, _rig.Tasks)).Should().ThrowAsync<DefinitionException>())
            .Which.Message.Should().Contain("task c cannot start").And.Contain("loop detected");

        await _rig.Write("m,h=x v=50 1");
        _rig.Raised.Should().Equal("x", "x");
        _rig.Tasks.Tasks.Select(task => task.Script).Should().AllBe(Above(10));
        _rig.Engine.Running.Find("c").Should().NotBeNull();
        Templates.Find("p")!.Script.Should().Be(Above(10));
    }

    [Fact]
    public async Task Tasks_of_a_deleted_template_go_on_but_cannot_change()
    {
        await Templates.CreateAsync("p", Above(10));
        await Make("t");
        await Templates.DeleteAsync("p");

        await _rig.Write("m,h=a v=50 1");
        _rig.Raised.Should().Equal("a");
        await _rig.Invoking(rig => rig.Enable("t", isEnabled: false)).Should().ThrowAsync<DefinitionException>().WithMessage("unknown template p*");
    }

    [Theory]
    [InlineData("x y", "template ID must contain only")]
    [InlineData("p", "template p already exists")]
    public async Task A_bad_id_is_refused(string id, string why)
    {
        await Templates.CreateAsync("p", Above(10));

        await Templates.Invoking(templates => templates.CreateAsync(id, Above(10))).Should().ThrowAsync<DefinitionException>().WithMessage(why + "*");
    }

    [Fact]
    public async Task A_template_is_not_renamed_over_another()
    {
        await Templates.CreateAsync("p", Above(10));
        await Templates.CreateAsync("q", Above(20));

        await Templates.Invoking(templates => templates.UpdateAsync("p", "q", "", _rig.Tasks)).Should().ThrowAsync<DefinitionException>();
        await Templates.Invoking(templates => templates.UpdateAsync("none", "", "", _rig.Tasks)).Should().ThrowAsync<DefinitionException>();
        Templates.Templates.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_task_of_a_template_that_does_not_exist_is_refused() =>
        await this.Invoking(test => test.Make("t")).Should().ThrowAsync<DefinitionException>().WithMessage("unknown template p: err: no template exists");

    private static string Above(int limit) => $"var limit = {limit}.0\nstream|from().measurement('m')|alert().id('{{{{ index .Tags \"h\" }}}}').crit(lambda: \"v\" > limit)";

    private Task<TaskDefinition> Make(string id) =>
        _rig.Tasks.CreateAsync(new TaskChange { Id = id, TemplateId = "p", Dbrps = [TaskRig.Source], IsEnabled = true });
}
