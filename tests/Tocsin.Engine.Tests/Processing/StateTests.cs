using System.Buffers.Binary;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Nodes.Barrier;
using Tocsin.Pipelines.Nodes.ChangeDetect;
using Tocsin.Pipelines.Nodes.Combine;
using Tocsin.Pipelines.Nodes.Derivative;
using Tocsin.Pipelines.Nodes.Eval;
using Tocsin.Pipelines.Nodes.Flatten;
using Tocsin.Pipelines.Nodes.From;
using Tocsin.Pipelines.Nodes.Functions.Aggregates;
using Tocsin.Pipelines.Nodes.Functions.Forecasts;
using Tocsin.Pipelines.Nodes.Functions.Selectors;
using Tocsin.Pipelines.Nodes.Functions.Sets;
using Tocsin.Pipelines.Nodes.Functions.Transformations;
using Tocsin.Pipelines.Nodes.GroupBy;
using Tocsin.Pipelines.Nodes.HttpOut;
using Tocsin.Pipelines.Nodes.Join;
using Tocsin.Pipelines.Nodes.Sample;
using Tocsin.Pipelines.Nodes.StateCount;
using Tocsin.Pipelines.Nodes.StateDuration;
using Tocsin.Pipelines.Nodes.Union;
using Tocsin.Pipelines.Nodes.Where;
using Tocsin.Pipelines.Nodes.Window;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Engine.Tests.Processing;

/// <summary>Nodes go on from what another pipeline wrote down as if nothing had been.</summary>
public sealed class StateTests
{
    private static readonly Dictionary<string, Func<NodeHarness>> Cases = new()
    {
        ["window"] = () => Stream(new WindowNode { Period = Seconds(10), Every = Seconds(4) }),
        ["window every point"] = () => Stream(new WindowNode { Period = Seconds(6) }),
        ["window aligned"] = () => Stream(new WindowNode { Period = Seconds(10), Every = Seconds(5), IsAligned = true, FillsPeriod = true }),
        ["window by count"] = () => Stream(new WindowNode { PeriodCount = 5, EveryCount = 3 }),
        ["windows in a row"] = () => Stream(new WindowNode { Period = Seconds(5), Every = Seconds(5) }, new MeanNode("v"), new WindowNode { PeriodCount = 3, EveryCount = 1 }),
        ["stateCount"] = () => Stream(Barriers, new StateCountNode(Script.Lambda("\"v\" > 30.0"))),
        ["stateCount that remembers"] = () => Stream(new StateCountNode(Script.Lambda("sigma(\"v\") > 0.5"))),
        ["stateDuration"] = () => Stream(Barriers, new StateDurationNode(Script.Lambda("\"v\" > 30.0"))),
        ["changeDetect"] = () => Stream(new ChangeDetectNode("b", "t")),
        ["derivative"] = () => Stream(new DerivativeNode("v")),
        ["sample"] = () => Stream(new SampleNode(3L)),
        ["flatten"] = () => Stream(Flat()),
        ["combine"] = () => Stream(new CombineNode(Script.Lambda("\"v\" > 20.0"), Script.Lambda("count() > 2")) { Tolerance = Seconds(2) }.Called("x", "y")),
        ["eval"] = () => Stream(new EvalNode(Script.Lambda("sigma(\"v\")"), Script.Lambda("count()"), Script.Lambda("spread(\"v\")")).Called("x", "y", "z")),
        ["where"] = () => Stream(new WhereNode(Script.Lambda("count() % 3 == 0"))),
        ["from"] = () => Stream(Counting()),
        ["alert"] = () => Stream(Alert(node => { })),
        ["alert on changes"] = () => Stream(Alert(node => node.StateChangesOnly(Seconds(9)))),
        ["alert that flaps"] = () => Stream(Alert(node =>
        {
            node.History = 5;
            node.Flapping(0.2, 0.5);
        })),
        ["alert that remembers"] = () => Stream(new AlertNode { Crit = Script.Lambda("sigma(\"v\") > 1.0"), LevelField = "level" }),
        ["httpOut"] = () => Stream(new HttpOutNode("o")),
        ["count"] = () => Stream(new CountNode("v")),
        ["mean"] = () => Stream(new MeanNode("v")),
        ["mean of integers"] = () => Stream(new MeanNode("i")),
        ["median"] = () => Stream(new MedianNode("v")),
        ["mode"] = () => Stream(new ModeNode("i")),
        ["sum"] = () => Stream(new SumNode("v")),
        ["spread"] = () => Stream(new SpreadNode("i")),
        ["stddev"] = () => Stream(new StddevNode("v")),
        ["first"] = () => Stream(new FirstNode("v")),
        ["last"] = () => Stream(new LastNode("t")),
        ["min"] = () => Stream(new MinNode("v")),
        ["max"] = () => Stream(new MaxNode("i")),
        ["percentile"] = () => Stream(new PercentileNode("v", 60)),
        ["distinct"] = () => Stream(new DistinctNode("t")),
        ["distinct of numbers"] = () => Stream(new DistinctNode("i")),
        ["top"] = () => Stream(new TopNode(2, "v", "k")),
        ["bottom"] = () => Stream(new BottomNode(2, "i")),
        ["holtWinters"] = () => Stream(new HoltWintersNode("v", 2, 0, Seconds(1))),
        ["cumulativeSum"] = () => Stream(new CumulativeSumNode("v")),
        ["difference"] = () => Stream(new DifferenceNode("i")),
        ["elapsed"] = () => Stream(new ElapsedNode("v", Seconds(1))),
        ["movingAverage"] = () => Stream(new MovingAverageNode("v", 4)),
        ["union"] = () => Parents(EdgeKind.Stream, others => new UnionNode()),
        ["union of batches"] = () => Parents(EdgeKind.Batch, others => new UnionNode()),
        ["join"] = () => Parents(EdgeKind.Stream, others => Joined(new JoinNode(others))),
        ["join with gaps"] = () => Parents(EdgeKind.Stream, others => Joined(new JoinNode(others) { Fill = "null" })),
        ["join of batches"] = () => Parents(EdgeKind.Batch, others => Joined(new JoinNode(others) { Fill = 0L })),
        ["groupBy of batches"] = () => NodeHarness.OnBatches(new GroupByNode("k")).GroupedBy("h"),
        ["alert on batches"] = () => NodeHarness.OnBatches(Alert(node => node.StateChangesOnly())).GroupedBy("h"),
        ["stateCount in batches"] = () => NodeHarness.OnBatches(new StateCountNode(Script.Lambda("sigma(\"v\") > 0.5"))).GroupedBy("h"),
    };

    private static BarrierNode Barriers => new() { Idle = Seconds(1000) };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_comes_after_a_cut_is_what_comes_without_one(string name)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var (undisturbed, cut) = (Cases[name](), Cases[name]());
            var steps = Enumerable.Range(0, 120).Select(_ => Step.At(random, undisturbed)).ToList();
            var place = random.Next(steps.Count);
            foreach (var step in steps[..place])
                step.Feed(undisturbed);
            var before = undisturbed.Emitted.Count;
            foreach (var step in steps[place..])
                step.Feed(undisturbed);

            var written = new List<byte[]>();
            for (var at = 0; at < place; at++)
            {
                // What changed is written down now and then, and all of it once in a while.
                if (random.Next(20) == 0)
                    written.AddRange(cut.SaveState(isWhole: false));
                else if (random.Next(40) == 0)
                    written = [.. cut.SaveState(isWhole: true)];
                steps[at].Feed(cut);
            }

            written.AddRange(cut.SaveState(isWhole: false));
            var fresh = Cases[name]();
            fresh.LoadState(Enumerable.Reverse(written)).Should().BeEmpty();
            foreach (var step in steps[place..])
                step.Feed(fresh);

            fresh.Emitted.Should().Equal(undisturbed.Emitted.Skip(before), "of {0} cut at {1} of seed {2}", name, place, seed);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_state_is_left_out_and_harms_nobody(string name)
    {
        var random = new Random(7);
        var run = Cases[name]();
        for (var i = 0; i < 60; i++)
            Step.At(random, run).Feed(run);
        var whole = run.SaveState().Single();

        for (var i = 0; i < 150; i++)
        {
            var damaged = (byte[])whole.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(5, damaged.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0)
                damaged = damaged[..random.Next(5, damaged.Length)];

            // With a checksum that is right, the reader itself has to notice.
            if (random.Next(3) > 0)
                BinaryPrimitives.WriteUInt32LittleEndian(damaged.AsSpan(1), Crc32C.Of(damaged.AsSpan(5)));
            var fresh = Cases[name]();
            fresh.LoadState([damaged]);
            for (var step = 0; step < 5; step++)
                Step.At(random, fresh).Feed(fresh);
        }
    }

    [Fact]
    public void State_of_another_version_is_not_read()
    {
        var run = Cases["window"]().Points("m,h=a v=1 1");
        var other = run.SaveState().Single();
        other[0] = 99;

        Cases["window"]().LoadState([other]).Should().ContainSingle().Which.Should().Contain("version 99");
    }

    [Fact]
    public void A_node_with_other_properties_starts_over_and_its_neighbours_go_on()
    {
        var before = Stream(new WindowNode { PeriodCount = 3, EveryCount = 3 }, new MovingAverageNode("v", 2));
        before.Points("m,h=a v=1 1", "m,h=a v=2 2");
        var parts = before.SaveState();

        var after = Stream(new WindowNode { PeriodCount = 3, EveryCount = 1 }, new MovingAverageNode("v", 2));
        after.LoadState(parts).Should().BeEmpty();
        after.Points("m,h=a v=3 3").EmittedBatches.Should().ContainSingle().Which.Points.Should().BeEmpty();

        var same = Stream(new WindowNode { PeriodCount = 3, EveryCount = 3 }, new MovingAverageNode("v", 5));
        same.LoadState(parts).Should().BeEmpty();
        same.Points("m,h=a v=3 3").EmittedBatches.Should().ContainSingle();
    }

    [Fact]
    public void What_is_over_does_not_come_back()
    {
        var run = Stream(new WindowNode { PeriodCount = 2, EveryCount = 2 }).Points("m,h=a v=1 1", "m,h=b v=1 1");
        var first = run.SaveState(isWhole: false);
        var second = run.DeleteGroup(("h", "a")).SaveState(isWhole: false);

        var fresh = Stream(new WindowNode { PeriodCount = 2, EveryCount = 2 });
        fresh.LoadState([.. second, .. first]).Should().BeEmpty();

        fresh.Points("m,h=a v=2 2", "m,h=b v=2 2").EmittedBatches.Should().ContainSingle().Which.Group.Id.Should().Be("h=b");
    }

    /// <summary>A processor that keeps something says how it is written down, and is tried above.</summary>
    [Fact]
    public void Every_processor_with_a_state_is_tried()
    {
        var tried = Cases.Values.SelectMany(make => make().KeepingProcessors).Select(processor => processor.GetType()).Select(Definition).ToHashSet();
        var keeping =
            from type in typeof(Processor).Assembly.GetTypes()
            where !type.IsAbstract && type.IsAssignableTo(typeof(Processor))
            where type.GetProperty(nameof(Processor.StateShape), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.DeclaringType != typeof(Processor)
            select Definition(type);

        // Their own tests try the first; the code of others says nothing of what it keeps.
        keeping.Except(tried).Select(type => type.Name).Should().BeEquivalentTo("AutoscaleProcessor", "UserFunctionProcessor");
    }

    /// <summary>What may change from message to message is a state, or is looked at here.</summary>
    [Fact]
    public void Every_processor_whose_fields_change_writes_them_down_or_has_a_reason_not_to()
    {
        string[] reasons =
        [
            "AutoscaleProcessor", // Its row is filled anew for each point.
            "InfluxDBOutProcessor", // What waits is written when the task stops.
            "KapacitorLoopbackProcessor", // Remembers how series are called.
            "ProcessFunctionProcessor", // Functions of other processes keep what they know themselves.
            "SideloadProcessor", // Its values are loaded.
            "StatsProcessor", // Counts what happens while it runs.
        ];
        var changing =
            from type in typeof(Processor).Assembly.GetTypes()
            where !type.IsAbstract && type.IsAssignableTo(typeof(Processor))
            where type.GetProperty(nameof(Processor.StateShape), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.DeclaringType == typeof(Processor)
            where type.GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.DeclaredOnly)
                .Any(field => !field.IsInitOnly && !field.Name.StartsWith('<'))
            select type.Name;

        changing.Except(reasons).Should().BeEmpty("each overrides StateShape, or the list says why not");
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static Duration Seconds(long seconds) => Duration.FromSeconds(seconds);

    private static NodeHarness Stream(params ProcessingNode[] nodes) => NodeHarness.OnStream(nodes).GroupedBy("h");

    private static NodeHarness Parents(EdgeKind kind, Func<GraphNode[], ProcessingNode> node) => NodeHarness.OfParents(kind, 2, node).GroupedBy("h");

    private static FlattenNode Flat()
    {
        var node = new FlattenNode { Tolerance = Seconds(2) };
        node.On("k");
        return node;
    }

    private static FromNode Counting()
    {
        var node = new FromNode();
        node.Where(Script.Lambda("count() % 3 == 0"));
        return node;
    }

    private static JoinNode Joined(JoinNode node)
    {
        node.As("x", "y");
        node.Tolerance = Seconds(1);
        return node;
    }

    private static AlertNode Alert(Action<AlertNode> with)
    {
        var node = new AlertNode { Warn = Script.Lambda("\"v\" > 40.0"), Crit = Script.Lambda("\"v\" > 60.0"), CritReset = Script.Lambda("\"v\" < 30.0"), LevelField = "level", DurationField = "duration" };
        with(node);
        return node;
    }

    /// <summary>Something that is fed to a node.</summary>
    private sealed record Step(Action<NodeHarness> Feed)
    {
        private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<NodeHarness, StrongBox> Clocks = [];

        public static Step At(Random random, NodeHarness run)
        {
            var clock = Clocks.GetOrCreateValue(run);
            clock.Now += random.Next(3) * 0.5;
            var (now, host, parent) = (clock.Now, random.Next(3), random.Next(run.Parents));
            if (run.TakesBatches)
            {
                var lines = Enumerable.Range(0, random.Next(1, 5)).Select(i => Line(random, host, now + i)).ToArray();
                return new Step(to => to.BatchTo(parent, now + 5, lines));
            }

            if (random.Next(12) == 0)
                return new Step(to => to.BarrierTo(parent, now, ("h", $"{host}")));
            var line = Line(random, host, now);
            return new Step(to => to.PointsTo(parent, line));
        }

        private static string Line(Random random, int host, double time) =>
            $"m,h={host},k={random.Next(3)} v={random.Next(1000) / 10.0},i={random.Next(5)}i,b={(random.Next(3) == 0 ? "true" : "false")},t=\"{"xyz"[random.Next(3)]}\" {time}";

        private sealed class StrongBox
        {
            public double Now { get; set; }
        }
    }
}

/// <summary>Names in one go.</summary>
file static class CalledNodes
{
    public static CombineNode Called(this CombineNode node, params string[] names)
    {
        node.As(names);
        return node;
    }

    public static EvalNode Called(this EvalNode node, params string[] names)
    {
        node.As(names);
        return node;
    }
}
