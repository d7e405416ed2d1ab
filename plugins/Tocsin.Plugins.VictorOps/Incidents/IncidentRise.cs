namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>What a change of the level does to an open incident.</summary>
internal enum IncidentRise
{
    /// <summary>A note tells of each change, and a higher level pages the targets again: nobody has seen it yet.</summary>
    Reroute,

    /// <summary>A note tells of each change.</summary>
    Note,

    /// <summary>Nothing.</summary>
    None,
}
