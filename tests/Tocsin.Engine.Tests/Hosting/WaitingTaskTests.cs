using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Hosting;

/// <summary>A task that could not start because of the configuration starts when the configuration has what it lacked.</summary>
public sealed class WaitingTaskTests
{
    private const string Configured = "httppost: [{endpoint: ops, url: 'http://ops.example/'}]\n";

    [Fact]
    public async Task A_task_whose_endpoint_comes_back_starts()
    {
        using var folder = new TempFolder();
        await using (var before = Engine(folder, Configured))
        {
            await before.StartAsync();
            await before.Tasks.CreateAsync(new TaskChange { Id = "t", Script = "stream|from()|httpPost().endpoint('ops')|log()", Dbrps = [new Dbrp("db", "rp")], IsEnabled = true });
        }

        await using var engine = Engine(folder, "");
        await engine.StartAsync();
        engine.Tasks.Find("t")!.Error.Should().Contain("endpoint 'ops' does not exist");

        await engine.AdoptAsync(new ServerOptions(), SectionsOf(Configured));

        engine.Tasks.Find("t")!.Error.Should().BeEmpty();
        engine.Running.Find("t").Should().NotBeNull();
    }

    private static AlertEngine Engine(TempFolder folder, string configuration) => new(new EngineSettings { DataFolder = folder.Path, Services = SectionsOf(configuration) });

    private static Alerting.Configuration.ServiceSections SectionsOf(string configuration) => ConfigFile.Parse("c.yaml", configuration, _ => null).Sections;
}
