using System.Runtime.CompilerServices;
using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Tests.Data;

[Collection(nameof(FieldLayoutTests))]
public sealed class FieldLayoutTests
{
    [Fact]
    public void Same_fields_in_the_same_order_are_one_object_however_many_others_there_are()
    {
        var before = Enumerable.Range(0, 100).Select(n => FieldLayout.Of(($"layout-{n}", FieldType.Float), ("b", FieldType.String))).ToList();

        var after = Enumerable.Range(0, 100).Select(n => FieldLayout.Of(($"layout-{n}", FieldType.Float), ("b", FieldType.String))).ToList();

        after.Should().Equal(before, (a, b) => ReferenceEquals(a, b));
        after.Distinct().Should().HaveCount(100);
    }

    [Fact]
    public void Another_type_of_a_field_takes_its_old_slot()
    {
        var layout = FieldLayout.Of(("a", FieldType.Float), ("b", FieldType.Float), ("a", FieldType.String));

        layout.Should().BeSameAs(FieldLayout.Of(("a", FieldType.String), ("b", FieldType.Float)));
        layout.IndexOf("a").Should().Be(0);
        layout.IndexOf("b").Should().Be(1);
        layout.IndexOf("c").Should().Be(-1);
    }

    [Fact]
    public void A_wide_layout_is_one_object_without_those_on_the_way_to_it()
    {
        (string, FieldType)[] fields = [.. Enumerable.Range(0, 10_000).Select(n => ($"column-{n}", FieldType.Float))];

        var layout = FieldLayout.Of(fields);

        FieldLayout.Of(fields).Should().BeSameAs(layout);
        layout.IndexOf("column-9999").Should().Be(9999);
        fields[5] = ("column-4", FieldType.String);
        var other = FieldLayout.Of(fields);
        (other.Count, other.TypeAt(4), other.IndexOf("column-6")).Should().Be((9_999, FieldType.String, 5));
    }

    [Fact]
    public void Layouts_are_let_go_when_names_never_end()
    {
        var first = ReferenceToWide(0);

        for (var n = 1; n < 40; n++)
            Wide(n).IndexOf($"wide-{n}-999").Should().Be(999);
        GC.Collect();

        first.IsAlive.Should().BeFalse();
        Wide(0).Should().BeSameAs(Wide(0));
    }

    // Not inlined, so that nothing in the test's own frame keeps the layout alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ReferenceToWide(int n) => new(Wide(n));

    private static FieldLayout Wide(int n)
    {
        var layout = FieldLayout.Empty;
        for (var i = 0; i < 1000; i++)
            layout = layout.With($"wide-{n}-{i}", FieldType.Float);
        return layout;
    }
}

/// <summary>Alone: the table of layouts is one for the process, and a test here makes it start over.</summary>
[CollectionDefinition(nameof(FieldLayoutTests), DisableParallelization = true)]
public sealed class FieldLayoutTestsAlone;
