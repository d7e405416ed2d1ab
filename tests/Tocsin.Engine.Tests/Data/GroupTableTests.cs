using System.Runtime.CompilerServices;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Engine.Tests.Data;

public sealed class GroupTableTests
{
    private static readonly TagSet Tags = TagSet.From([new("a", "1"), new("b", "2")]);

    public static TheoryData<bool, string[], string> Ids => new()
    {
        { false, [], "" },
        { true, [], "m" },
        { false, ["a"], "a=1" },
        { false, ["a", "b", "z"], "a=1,b=2,z=" },
        { false, ["b", "b"], "b=2,b=2" },
        { true, ["a"], "m\na=1" },
    };

    [Theory]
    [MemberData(nameof(Ids))]
    public void Ids_name_the_dimensions_in_their_order(bool byName, string[] names, string id) =>
        new GroupTable().Find(new Dimensions(byName, names), "m", Tags).Id.Should().Be(id);

    [Fact]
    public void Equal_dimensions_and_values_are_one_group()
    {
        var groups = new GroupTable();
        var group = groups.Find(new Dimensions(false, ["a"]), "m", Tags);

        groups.Find(new Dimensions(false, ["a"]), "other", Tags).Should().BeSameAs(group);
        groups.Find(new Dimensions(true, ["a"]), "m", Tags).Should().NotBeSameAs(group);
        groups.Find(new Dimensions(false, ["a"]), "m", Tags.With("a", "2")).Should().NotBeSameAs(group);
        groups.Find(Dimensions.None, "m", Tags).Should().BeSameAs(groups.Nil);
    }

    [Fact]
    public void A_group_has_exactly_its_dimensions_as_tags()
    {
        var group = new GroupTable().Find(new Dimensions(false, ["a", "z"]), "m", Tags);

        group.Tags.Pairs().Should().Equal(new KeyValuePair<string, string>("a", "1"), new KeyValuePair<string, string>("z", ""));
        group.Name.Should().BeEmpty();
    }

    [Fact]
    public void A_group_that_was_let_go_of_gets_no_double_while_somebody_holds_it()
    {
        var groups = new GroupTable();
        var group = groups.Find(new Dimensions(false, ["a"]), "m", Tags);

        groups.Forget(group);

        groups.Find(new Dimensions(false, ["a"]), "m", Tags).Should().BeSameAs(group);
        GC.KeepAlive(group);
    }

    [Fact]
    public void A_group_with_state_is_not_let_go_of()
    {
        var groups = new GroupTable();
        var group = groups.Find(new Dimensions(false, ["a"]), "m", Tags);
        group.SetState(3, "something");

        groups.Forget(group);

        group.IsLetGo.Should().BeFalse();
        group.State(3).Should().Be("something");
        group.State(2).Should().BeNull();
        group.State(9).Should().BeNull();
    }

    [Fact]
    public void Groups_that_nobody_holds_are_forgotten()
    {
        var groups = new GroupTable();
        MakeAndForget(groups, 1000);
        GC.Collect();

        MakeAndForget(groups, 1025);

        groups.CountKnown.Should().BeLessThan(1100);
    }

    [Fact]
    public void Ids_that_read_the_same_are_one_group()
    {
        var groups = new GroupTable();
        var dimensions = new Dimensions(false, ["a", "b"]);
        var group = groups.Find(dimensions, "m", TagSet.From([new("a", "1,b=2"), new("b", "3")]));

        groups.Find(dimensions, "m", TagSet.From([new("a", "1"), new("b", "2,b=3")])).Should().BeSameAs(group);
    }

    [Fact]
    public void What_is_kept_under_one_slot_and_under_several_is_found_again()
    {
        var group = new GroupTable().Find(new Dimensions(false, ["a"]), "m", Tags);

        group.SetState(0, "first");
        group.State(1).Should().BeNull();
        group.SetState(2, "third");
        group.SetState(0, null);

        group.State(0).Should().BeNull();
        group.State(2).Should().Be("third");
        group.HasState.Should().BeTrue();
        group.SetState(2, null);
        group.HasState.Should().BeFalse();
    }

    [Fact]
    public void Many_groups_are_all_found_again_and_given_back()
    {
        var groups = new GroupTable();
        var dimensions = new Dimensions(false, ["a"]);
        var made = Enumerable.Range(0, 5000).Select(i => groups.Find(dimensions, "m", Tags.With("a", $"{i}"))).ToArray();

        Enumerable.Range(0, 5000).Should().OnlyContain(i => groups.Find(dimensions, "m", Tags.With("a", $"{i}")) == made[i]);
        foreach (var group in made[..4990])
            groups.Forget(group);

        groups.Room.Count.Should().Be(10);
        Enumerable.Range(4990, 10).Should().OnlyContain(i => groups.Find(dimensions, "m", Tags.With("a", $"{i}")) == made[i]);
        GC.KeepAlive(made);
    }

    [Fact]
    public void New_groups_are_refused_at_the_limit_and_known_ones_are_found()
    {
        var crowded = 0;
        var groups = new GroupTable(new GroupRoom(10) { Crowded = _ => crowded++ });
        var dimensions = new Dimensions(false, ["a"]);
        var made = Enumerable.Range(0, 10).Select(i => groups.Find(dimensions, "m", Tags.With("a", $"{i}"))).ToArray();

        groups.TryFind(dimensions, "m", Tags.With("a", "10"), out _).Should().BeFalse();
        groups.Room.Refused.Should().Be(1);
        groups.Room.IsCrowded.Should().BeTrue();
        crowded.Should().Be(1);
        groups.Find(dimensions, "m", Tags.With("a", "3")).Should().BeSameAs(made[3]);
        groups.Invoking(them => them.Find(dimensions, "m", Tags.With("a", "10"))).Should().Throw<GroupLimitException>().WithMessage("the task has 10 groups, and groups.limit lets it have 10*");

        groups.Forget(made[0]);
        groups.TryFind(dimensions, "m", Tags.With("a", "10"), out _).Should().BeTrue();
    }

    [Fact]
    public void Groups_with_long_tags_count_as_several()
    {
        var groups = new GroupTable(100);

        groups.Find(new Dimensions(false, ["a"]), "m", Tags.With("a", new string('x', 40_000)));

        groups.Room.Weight.Should().Be(79);
        groups.TryFind(new Dimensions(false, ["a"]), "m", Tags.With("a", new string('y', 40_000)), out _).Should().BeFalse();
    }

    [Fact]
    public void Groups_that_nobody_looks_for_are_silent()
    {
        var groups = new GroupTable();
        var dimensions = new Dimensions(false, ["a"]);
        var cache = groups.NewCache<Group>();
        var series = new SeriesTable().Intern(Origin.None, "m", Tags);
        var silent = groups.Find(dimensions, "m", Tags.With("a", "silent"));
        cache.Set(series, silent);

        groups.NextRound();
        var busy = groups.Find(dimensions, "m", Tags);

        cache[series].Should().BeNull();
        groups.SilentSince(groups.Round).Should().Equal(silent);
        groups.SilentSince(groups.Round + 1).Should().BeEquivalentTo([silent, busy]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeAndForget(GroupTable groups, int count)
    {
        for (var i = 0; i < count; i++)
            groups.Forget(groups.Find(new Dimensions(false, ["a"]), "m", Tags.With("a", $"{count}-{i}")));
    }
}
