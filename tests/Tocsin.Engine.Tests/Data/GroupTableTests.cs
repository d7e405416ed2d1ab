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

        groups.Count.Should().BeLessThan(1100);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeAndForget(GroupTable groups, int count)
    {
        for (var i = 0; i < count; i++)
            groups.Forget(groups.Find(new Dimensions(false, ["a"]), "m", Tags.With("a", $"{count}-{i}")));
    }
}
