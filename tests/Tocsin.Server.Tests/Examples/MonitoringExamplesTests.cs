using System.Text.RegularExpressions;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Monitoring;

namespace Tocsin.Server.Tests.Examples;

/// <summary>What watches a server asks for figures that it has.</summary>
public sealed class MonitoringExamplesTests
{
    [Theory]
    [InlineData("tocsin.rules.yml")]
    [InlineData("tocsin.dashboard.json")]
    [InlineData("tocsin_health.tick")]
    public async Task Every_figure_that_is_named_exists(string file)
    {
        var engine = new AlertEngine(new EngineSettings());
        await using var _ = engine;
        var there = EngineFigures.Of(engine).Select(figure => figure.Kind == FigureKind.Counter ? figure.Name + "_total" : figure.Name).ToHashSet();

        var text = await File.ReadAllTextAsync(RepositoryFiles.PathOf($"examples/monitoring/{file}"));
        var named = Regex.Matches(text, @"\b(?:tocsin|process|dotnet)_[a-z_]+\b").Select(match => match.Value).Where(name => !File.Exists(RepositoryFiles.PathOf($"examples/monitoring/{name}.tick"))).Distinct().ToList();

        named.Should().NotBeEmpty().And.BeSubsetOf(there);
    }

    [Fact]
    public void The_configuration_of_a_server_that_scrapes_itself_is_right() =>
        ConfigFile.Load(RepositoryFiles.PathOf("examples/monitoring/tocsin.yaml"), static _ => null).Problems.Should().BeEmpty();
}
