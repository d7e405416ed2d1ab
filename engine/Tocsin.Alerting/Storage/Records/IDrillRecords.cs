using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>Drills on a schedule as the store keeps them. Reads see what is committed.</summary>
public interface IDrillRecords : IRecords<IDrillWriter>
{
    IReadOnlyList<DrillRow> LoadDrills();
}
