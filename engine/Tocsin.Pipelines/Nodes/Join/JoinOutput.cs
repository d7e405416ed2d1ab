using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>Where the results of a group go: series and group, which follow from the name.</summary>
internal readonly record struct JoinOutput(Series? Series, Group Group, int Round = 0)
{
    /// <summary>The output for a name: this one while the name stays the same.</summary>
    public JoinOutput For(string name, Group group, SeriesTable table, GroupTable groups) =>
        Series is not null && Series.Name == name && Round == groups.Round
            ? this
            : new JoinOutput(
                table.Intern(Origin.None, name, group.Tags),
                group.Dimensions.ByName ? groups.Find(group.Dimensions, name, group.Tags) : group,
                groups.Round);
}
