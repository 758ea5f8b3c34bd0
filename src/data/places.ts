import { type AreaId, areas } from './areas.js';

/** A place that a region or a client population can be put at: a cloud region (`aws/us-east-1`) or a city (`city/london`). */
export interface Place {
  id: string;
  /** As its provider names it; of a city, the area's name. */
  name: string;
  area: AreaId;
}

/**
 * Cloud regions, with the name that the provider gives and the metropolitan area that this name speaks of. Where it speaks only of
 * a state or a country (Oregon, Ireland, Iowa), the area is the large city next to the data centres.
 *
 * Sources, read for their names of regions only:
 * - AWS: "Regions and Availability Zones", docs.aws.amazon.com/global-infrastructure
 * - Google Cloud: "Regions and zones", cloud.google.com/compute/docs/regions-zones
 * - Azure: "List of Azure regions", learn.microsoft.com/azure/reliability/regions-list
 * - IBM Cloud: "Region and data center locations for resource deployment", cloud.ibm.com/docs/overview
 */
const regions: Record<string, readonly (readonly [id: string, name: string, area: AreaId])[]> = {
  aws: [
    ['us-east-1', 'US East (N. Virginia)', 'washington'],
    ['us-east-2', 'US East (Ohio)', 'columbus'],
    ['us-west-1', 'US West (N. California)', 'san-francisco'],
    ['us-west-2', 'US West (Oregon)', 'portland'],
    ['ca-central-1', 'Canada (Central)', 'montreal'],
    ['ca-west-1', 'Canada West (Calgary)', 'calgary'],
    ['mx-central-1', 'Mexico (Central)', 'queretaro'],
    ['sa-east-1', 'South America (São Paulo)', 'sao-paulo'],
    ['eu-west-1', 'Europe (Ireland)', 'dublin'],
    ['eu-west-2', 'Europe (London)', 'london'],
    ['eu-west-3', 'Europe (Paris)', 'paris'],
    ['eu-central-1', 'Europe (Frankfurt)', 'frankfurt'],
    ['eu-central-2', 'Europe (Zurich)', 'zurich'],
    ['eu-north-1', 'Europe (Stockholm)', 'stockholm'],
    ['eu-south-1', 'Europe (Milan)', 'milan'],
    ['eu-south-2', 'Europe (Spain)', 'zaragoza'],
    ['il-central-1', 'Israel (Tel Aviv)', 'tel-aviv'],
    ['me-south-1', 'Middle East (Bahrain)', 'manama'],
    ['me-central-1', 'Middle East (UAE)', 'dubai'],
    ['af-south-1', 'Africa (Cape Town)', 'cape-town'],
    ['ap-south-1', 'Asia Pacific (Mumbai)', 'mumbai'],
    ['ap-south-2', 'Asia Pacific (Hyderabad)', 'hyderabad'],
    ['ap-southeast-1', 'Asia Pacific (Singapore)', 'singapore'],
    ['ap-southeast-2', 'Asia Pacific (Sydney)', 'sydney'],
    ['ap-southeast-3', 'Asia Pacific (Jakarta)', 'jakarta'],
    ['ap-southeast-4', 'Asia Pacific (Melbourne)', 'melbourne'],
    ['ap-southeast-5', 'Asia Pacific (Malaysia)', 'kuala-lumpur'],
    ['ap-southeast-7', 'Asia Pacific (Thailand)', 'bangkok'],
    ['ap-east-1', 'Asia Pacific (Hong Kong)', 'hong-kong'],
    ['ap-east-2', 'Asia Pacific (Taipei)', 'taipei'],
    ['ap-northeast-1', 'Asia Pacific (Tokyo)', 'tokyo'],
    ['ap-northeast-2', 'Asia Pacific (Seoul)', 'seoul'],
    ['ap-northeast-3', 'Asia Pacific (Osaka)', 'osaka'],
  ],
  gcp: [
    ['us-central1', 'Council Bluffs, Iowa', 'council-bluffs'],
    ['us-east1', 'Moncks Corner, South Carolina', 'moncks-corner'],
    ['us-east4', 'Ashburn, Virginia', 'washington'],
    ['us-east5', 'Columbus, Ohio', 'columbus'],
    ['us-south1', 'Dallas, Texas', 'dallas'],
    ['us-west1', 'The Dalles, Oregon', 'the-dalles'],
    ['us-west2', 'Los Angeles, California', 'los-angeles'],
    ['us-west3', 'Salt Lake City, Utah', 'salt-lake-city'],
    ['us-west4', 'Las Vegas, Nevada', 'las-vegas'],
    ['northamerica-northeast1', 'Montréal, Québec', 'montreal'],
    ['northamerica-northeast2', 'Toronto, Ontario', 'toronto'],
    ['northamerica-south1', 'Querétaro, Mexico', 'queretaro'],
    ['southamerica-east1', 'Osasco, São Paulo, Brazil', 'sao-paulo'],
    ['southamerica-west1', 'Santiago, Chile', 'santiago'],
    ['europe-west1', 'St. Ghislain, Belgium', 'saint-ghislain'],
    ['europe-west2', 'London, England', 'london'],
    ['europe-west3', 'Frankfurt, Germany', 'frankfurt'],
    ['europe-west4', 'Eemshaven, Netherlands', 'eemshaven'],
    ['europe-west6', 'Zurich, Switzerland', 'zurich'],
    ['europe-west8', 'Milan, Italy', 'milan'],
    ['europe-west9', 'Paris, France', 'paris'],
    ['europe-west10', 'Berlin, Germany', 'berlin'],
    ['europe-west12', 'Turin, Italy', 'turin'],
    ['europe-southwest1', 'Madrid, Spain', 'madrid'],
    ['europe-north1', 'Hamina, Finland', 'hamina'],
    ['europe-north2', 'Stockholm, Sweden', 'stockholm'],
    ['europe-central2', 'Warsaw, Poland', 'warsaw'],
    ['me-west1', 'Tel Aviv, Israel', 'tel-aviv'],
    ['me-central1', 'Doha, Qatar', 'doha'],
    ['me-central2', 'Dammam, Saudi Arabia', 'dammam'],
    ['africa-south1', 'Johannesburg, South Africa', 'johannesburg'],
    ['asia-south1', 'Mumbai, India', 'mumbai'],
    ['asia-south2', 'Delhi, India', 'delhi'],
    ['asia-southeast1', 'Jurong West, Singapore', 'singapore'],
    ['asia-southeast2', 'Jakarta, Indonesia', 'jakarta'],
    ['asia-east1', 'Changhua County, Taiwan', 'changhua'],
    ['asia-east2', 'Hong Kong', 'hong-kong'],
    ['asia-northeast1', 'Tokyo, Japan', 'tokyo'],
    ['asia-northeast2', 'Osaka, Japan', 'osaka'],
    ['asia-northeast3', 'Seoul, South Korea', 'seoul'],
    ['australia-southeast1', 'Sydney, Australia', 'sydney'],
    ['australia-southeast2', 'Melbourne, Australia', 'melbourne'],
  ],
  azure: [
    ['eastus', 'East US (Virginia)', 'washington'],
    ['eastus2', 'East US 2 (Virginia)', 'washington'],
    ['centralus', 'Central US (Iowa)', 'des-moines'],
    ['northcentralus', 'North Central US (Illinois)', 'chicago'],
    ['southcentralus', 'South Central US (Texas)', 'san-antonio'],
    ['westcentralus', 'West Central US (Wyoming)', 'cheyenne'],
    ['westus', 'West US (California)', 'san-francisco'],
    ['westus2', 'West US 2 (Washington)', 'seattle'],
    ['westus3', 'West US 3 (Phoenix)', 'phoenix'],
    ['canadacentral', 'Canada Central (Toronto)', 'toronto'],
    ['canadaeast', 'Canada East (Quebec)', 'quebec'],
    ['mexicocentral', 'Mexico Central (Querétaro)', 'queretaro'],
    ['brazilsouth', 'Brazil South (São Paulo)', 'sao-paulo'],
    ['northeurope', 'North Europe (Ireland)', 'dublin'],
    ['westeurope', 'West Europe (Netherlands)', 'amsterdam'],
    ['uksouth', 'UK South (London)', 'london'],
    ['ukwest', 'UK West (Cardiff)', 'cardiff'],
    ['francecentral', 'France Central (Paris)', 'paris'],
    ['germanywestcentral', 'Germany West Central (Frankfurt)', 'frankfurt'],
    ['germanynorth', 'Germany North (Berlin)', 'berlin'],
    ['switzerlandnorth', 'Switzerland North (Zurich)', 'zurich'],
    ['switzerlandwest', 'Switzerland West (Geneva)', 'geneva'],
    ['italynorth', 'Italy North (Milan)', 'milan'],
    ['spaincentral', 'Spain Central (Madrid)', 'madrid'],
    ['norwayeast', 'Norway East (Oslo)', 'oslo'],
    ['norwaywest', 'Norway West (Stavanger)', 'stavanger'],
    ['swedencentral', 'Sweden Central (Gävle)', 'gavle'],
    ['polandcentral', 'Poland Central (Warsaw)', 'warsaw'],
    ['israelcentral', 'Israel Central (Israel)', 'tel-aviv'],
    ['uaenorth', 'UAE North (Dubai)', 'dubai'],
    ['qatarcentral', 'Qatar Central (Doha)', 'doha'],
    ['southafricanorth', 'South Africa North (Johannesburg)', 'johannesburg'],
    ['southafricawest', 'South Africa West (Cape Town)', 'cape-town'],
    ['centralindia', 'Central India (Pune)', 'pune'],
    ['westindia', 'West India (Mumbai)', 'mumbai'],
    ['southindia', 'South India (Chennai)', 'chennai'],
    ['southeastasia', 'Southeast Asia (Singapore)', 'singapore'],
    ['eastasia', 'East Asia (Hong Kong)', 'hong-kong'],
    ['japaneast', 'Japan East (Tokyo, Saitama)', 'tokyo'],
    ['japanwest', 'Japan West (Osaka)', 'osaka'],
    ['koreacentral', 'Korea Central (Seoul)', 'seoul'],
    ['koreasouth', 'Korea South (Busan)', 'busan'],
    ['australiaeast', 'Australia East (New South Wales)', 'sydney'],
    ['australiasoutheast', 'Australia Southeast (Victoria)', 'melbourne'],
    ['australiacentral', 'Australia Central (Canberra)', 'canberra'],
    ['newzealandnorth', 'New Zealand North (Auckland)', 'auckland'],
  ],
  ibm: [
    ['us-south', 'Dallas', 'dallas'],
    ['us-east', 'Washington DC', 'washington'],
    ['ca-tor', 'Toronto', 'toronto'],
    ['ca-mon', 'Montreal', 'montreal'],
    ['br-sao', 'São Paulo', 'sao-paulo'],
    ['eu-gb', 'London', 'london'],
    ['eu-de', 'Frankfurt', 'frankfurt'],
    ['eu-es', 'Madrid', 'madrid'],
    ['jp-tok', 'Tokyo', 'tokyo'],
    ['jp-osa', 'Osaka', 'osaka'],
    ['au-syd', 'Sydney', 'sydney'],
    ['in-che', 'Chennai', 'chennai'],
  ],
};

function listPlaces(): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const [provider, list] of Object.entries(regions))
    for (const [id, name, area] of list)
      places.set(`${provider}/${id}`, { id: `${provider}/${id}`, name, area });
  for (const area of Object.keys(areas) as AreaId[])
    places.set(`city/${area}`, { id: `city/${area}`, name: areas[area].name, area });
  return places;
}

/** All places by id. */
export const places: ReadonlyMap<string, Place> = listPlaces();
