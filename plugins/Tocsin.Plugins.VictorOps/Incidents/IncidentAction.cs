namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>What is done to the incident of an alert.</summary>
internal enum IncidentAction
{
    /// <summary>Creates one, unless one is open.</summary>
    Create,

    /// <summary>Acknowledges the one that is open.</summary>
    Acknowledge,

    /// <summary>Resolves the one that is open.</summary>
    Resolve,

    /// <summary>Pages the handler's targets for the one that is open.</summary>
    Reroute,

    /// <summary>Nothing.</summary>
    None,
}
