namespace Tocsin.Plugins.Postman;

/// <summary>What the first good run after a bad one does to the incident.</summary>
internal enum SuccessAction
{
    /// <summary>It is resolved.</summary>
    Resolve,

    /// <summary>Where the service can tell the two apart, it is acknowledged and left open for a person, as Postman's own integration does.</summary>
    Acknowledge,
}
