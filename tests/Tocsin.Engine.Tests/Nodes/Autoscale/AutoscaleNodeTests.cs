using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Autoscale;
using Tocsin.Pipelines.Orchestration;

namespace Tocsin.Engine.Tests.Nodes.Autoscale;

public sealed class AutoscaleNodeTests
{
    private const string One = "kubernetes: { enabled: true, id: main, token: topsecret }";

    private readonly List<string> _asked = [];

    public AutoscaleNodeTests() => StandInOrchestrator.Asked.Value = _asked;

    [Fact]
    public void Changes_are_made_and_emitted_as_points()
    {
        var run = Run(Node()).GroupedBy("d").Points("m,d=web,x=1 v=3 1", "m,d=web v=3 2", "m,d=web v=1 3", "m,d=api v=2 4");

        run.Emitted.Should().Equal(
            "m,d=web,kind=deployments,namespace=shop,resource=web new=3i,old=2i @1 {d=web}", "m,d=web,kind=deployments,namespace=shop,resource=web new=1i,old=3i @3 {d=web}");
        _asked.Should().Equal("main get shop/deployments/web", "main set web 3", "main set web 1", "main get shop/deployments/api");
        Counters(run).Should().Be("increase_events=1 decrease_events=1 cooldown_drops=0");
    }

    [Fact]
    public void Replicas_stay_between_min_and_max()
    {
        var node = Node();
        (node.Min, node.Max) = (2, 5);

        Run(node).Points("m,d=web v=100 1", "m,d=web v=-3 2").Emitted.Select(line => line.Split(' ')[1]).Should().Equal("new=5i,old=2i", "new=2i,old=5i");
    }

    [Fact]
    public void Cooldowns_go_by_the_time_of_the_data_and_by_direction()
    {
        var node = Node();
        (node.IncreaseCooldown, node.DecreaseCooldown) = (Duration.FromSeconds(10), Duration.FromSeconds(20));

        var run = Run(node).Points("m,d=web v=3 1", "m,d=web v=4 5", "m,d=web v=1 6", "m,d=web v=4 11", "m,d=web v=2 12", "m,d=web v=2 26");

        run.Emitted.Select(line => line[(line.IndexOf(' ') + 1)..].Split(" {")[0]).Should().Equal("new=3i,old=2i @1", "new=1i,old=3i @6", "new=4i,old=1i @11", "new=2i,old=4i @26");
        Counters(run).Should().Be("increase_events=2 decrease_events=2 cooldown_drops=2");
    }

    [Fact]
    public void Current_number_can_be_computed_with()
    {
        var node = Node();
        (node.CurrentField, node.Replicas) = ("now", Script.Lambda("\"now\" + 1"));

        Run(node).Points("m,d=web v=0 1", "m,d=web v=0 2").Emitted.Select(line => line.Split(' ')[1]).Should().Equal("new=3i,old=2i", "new=4i,old=3i");
    }

    [Fact]
    public void What_is_refused_changes_nothing_and_shows_no_secret()
    {
        var run = Run(Node()).Points("m,d=web v=13 1", "m,d=web v=12 2", "m,d=broken v=1 3", "m v=1 4");

        run.Emitted.Select(line => line.Split(' ')[1]).Should().Equal("new=12i,old=2i");
        run.Stats.Errors.Should().Be(3);
        run.Logged.Should().Contain(line => line.Contains("13 is refused")).And.Contain(line => line.Contains("no access with ***"))
            .And.Contain(line => line.Contains("could not determine the name of the resource"));
    }

    [Fact]
    public void Expression_must_give_a_whole_number()
    {
        var node = Node();
        node.Replicas = Script.Lambda("\"v\" + 1.5");

        var run = Run(node).Points("m,d=web v=1 1");

        run.Emitted.Should().BeEmpty();
        run.Logged.Should().ContainSingle().Which.Should().Contain("the replicas expression must give an int, not float");
    }

    [Fact]
    public void Points_of_batches_are_judged_one_by_one_and_what_leaves_is_a_stream()
    {
        var run = NodeHarness.OnBatches(TimeProvider.System, services => services with { Orchestrators = Of(One) }, Node()).GroupedBy("d");

        run.Batch(10, "m,d=web v=3 1", "m,d=web v=4 2");

        run.EmittedBatches.Should().BeEmpty();
        run.Emitted.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("", "", "*cannot use the k8sAutoscale node, could not create kubernetes client: there is no section 'kubernetes' in the server's configuration")]
    [InlineData("kubernetes: { enabled: false }", "", "*it is not enabled: set 'enabled: true' in the section 'kubernetes'*")]
    [InlineData("kubernetes: [ { enabled: true, id: a }, { enabled: true, id: b } ]", "c", "*section 'kubernetes' has no cluster 'c'*")]
    public void Cluster_that_is_not_configured_keeps_the_task_from_starting(string yaml, string cluster, string message)
    {
        var node = Node();
        node.Cluster = cluster;
        var start = () => Run(node, yaml);

        start.Should().Throw<Exception>().WithMessage(message);
    }

    [Fact]
    public void Cluster_is_chosen_by_its_id()
    {
        var node = Node();
        node.Cluster = "b";

        Run(node, "kubernetes: [ { enabled: true, id: a }, { enabled: true, id: b } ]").Points("m,d=web v=3 1");

        _asked.Should().Equal("b get shop/deployments/web", "b set web 3");
    }

    [Fact]
    public void Plugin_that_is_not_loaded_is_named()
    {
        var start = () => NodeHarness.OnStream(TimeProvider.System, services => services with { Orchestrators = Of(One) }, new SwarmAutoscaleNode { ServiceName = "s", Replicas = Script.Lambda("1") });

        start.Should().Throw<Exception>().WithMessage("*could not create swarm client: the plugin that provides 'swarm' is not loaded");
    }

    [Fact]
    public void Mistakes_are_told_in_the_words_of_the_peer()
    {
        Problems.Of(new K8sAutoscaleNode { Kind = "z", Min = 0 }).Should().Equal(
            "k8sAutoscale: must specify exactly one of ResourceName or ResourceNameTag",
            "k8sAutoscale: invalid Kind, must be 'deployments', 'replicasets' or 'replicationcontrollers', got z",
            "k8sAutoscale: must provide a replicas lambda expression",
            "k8sAutoscale: min must be >= 1, got 0");
        Problems.Of(new SwarmAutoscaleNode { ServiceName = "a", ServiceNameTag = "b", Replicas = Script.Lambda("1") }).Should().Equal("swarmAutoscale: must specify exactly one of ServiceName or ServiceNameTag");
        Problems.Of(new Ec2AutoscaleNode { GroupName = "a", Replicas = Script.Lambda("1"), Min = 3, Max = 2 }).Should().Equal("ec2Autoscale: max must be 0 for no limit, or not below min, 3; got 2");
    }

    private static K8sAutoscaleNode Node() => new() { Namespace = "shop", ResourceNameTag = "d", Replicas = Script.Lambda("int(\"v\")") };

    private static Orchestrators Of(string yaml)
    {
        OrchestratorKinds.Empty.TryAdd(OrchestratorKind.FromType(typeof(StandInOrchestrator), "test"), out var kinds, out _).Should().BeTrue();
        var sections = yaml.Length == 0 ? ServiceSections.None : ConfigFile.Parse("f", yaml, _ => null).Sections;
        return new Orchestrators(() => kinds!, () => sections, new HttpClient(), TimeProvider.System);
    }

    private static NodeHarness Run(AutoscaleNode node, string yaml = One) =>
        NodeHarness.OnStream(TimeProvider.System, services => services with { Orchestrators = Of(yaml) }, node);

    private static string Counters(NodeHarness run) => string.Join(' ', run.Stats.Counters.Select(counter => $"{counter.Name}={counter.Value}"));
}
