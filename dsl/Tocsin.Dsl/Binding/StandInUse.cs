namespace Tocsin.Dsl.Binding;

/// <summary>How much of a node hangs on variables of a template that have no values yet, for which something stands in; the most last.</summary>
public enum StandInUse
{
    /// <summary>Nothing: all of it is known.</summary>
    None,

    /// <summary>What its lambdas compare and compute with. Which fields and tags they read is known.</summary>
    Constants,

    /// <summary>Its arguments or properties, or whole lambdas: nothing is known of what leaves it.</summary>
    Values,
}
