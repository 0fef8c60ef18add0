#include "datasets/synth/city_gml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "datasets/synth/text_file.hpp"

namespace datasets {
namespace {

template <class... Parts>
void line(std::string& out, fmt::format_string<Parts...> format, Parts&&... parts) {
  fmt::format_to(std::back_inserter(out), format, std::forward<Parts>(parts)...);
  out += '\n';
}

std::string_view surface_of(FaceKind kind) {
  switch (kind) {
    case FaceKind::kGround:
      return "GroundSurface";
    case FaceKind::kWall:
      return "WallSurface";
    case FaceKind::kRoof:
      return "RoofSurface";
  }
  return "WallSurface";
}

void append_position(std::string& out, const Vertex& v) {
  append_metres(out, v.north);
  out += ' ';
  append_metres(out, v.east);
  out += ' ';
  append_metres(out, v.up);
}

void append_ring(std::string& out, std::string_view role, const std::vector<Vertex>& ring) {
  fmt::format_to(std::back_inserter(out), "<gml:{}><gml:LinearRing><gml:posList srsDimension=\"3\">", role);
  for (const Vertex& v : ring) {
    append_position(out, v);
    out += ' ';
  }
  append_position(out, ring.front());
  line(out, "</gml:posList></gml:LinearRing></gml:{}>", role);
}

/// lod2Solid with links to the polygons, then the boundary surfaces that hold them.
void append_mass(std::string& out, const Mass& mass, std::string_view id) {
  out += "<bldg:lod2Solid><gml:Solid><gml:exterior><gml:CompositeSurface>\n";
  for (std::size_t i = 0; i < mass.faces.size(); ++i) {
    line(out, "<gml:surfaceMember xlink:href=\"#{}_p{}\"/>", id, i);
  }
  out += "</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod2Solid>\n";
  for (std::size_t i = 0; i < mass.faces.size(); ++i) {
    const Face& face = mass.faces[i];
    const std::string_view surface = surface_of(face.kind);
    line(out,
         "<bldg:boundedBy><bldg:{} "
         "gml:id=\"{}_s{}\"><bldg:lod2MultiSurface><gml:MultiSurface><gml:surfaceMember>"
         "<gml:Polygon gml:id=\"{}_p{}\">",
         surface, id, i, id, i);
    for (std::size_t r = 0; r < face.rings.size(); ++r) {
      append_ring(out, r == 0 ? "exterior" : "interior", face.rings[r]);
    }
    line(out,
         "</gml:Polygon></gml:surfaceMember></gml:MultiSurface></bldg:lod2MultiSurface></bldg:{}></"
         "bldg:boundedBy>",
         surface);
  }
}

std::int64_t ground_of(const Mass& mass) {
  return mass.faces.front().rings.front().front().up;
}

void append_height(std::string& out, std::int64_t millimetres) {
  out += "<bldg:measuredHeight uom=\"m\">";
  append_metres(out, millimetres);
  out += "</bldg:measuredHeight>\n";
}

void append_address(std::string& out, const BuildingCard& card) {
  const std::size_t space = card.address.rfind(' ');
  line(out,
       "<bldg:address><core:Address><core:xalAddress><xAL:AddressDetails><xAL:Country>"
       "<xAL:CountryName>Finland</xAL:CountryName><xAL:Locality Type=\"Town\">"
       "<xAL:LocalityName>Helsinki</xAL:LocalityName><xAL:Thoroughfare Type=\"Street\">"
       "<xAL:ThoroughfareNumber>{}</xAL:ThoroughfareNumber><xAL:ThoroughfareName>{}</xAL:ThoroughfareName>"
       "</xAL:Thoroughfare><xAL:PostalCode><xAL:PostalCodeNumber>{}</xAL:PostalCodeNumber></xAL:PostalCode>"
       "</xAL:Locality></xAL:Country></xAL:AddressDetails></core:xalAddress></core:Address></bldg:address>",
       card.address.substr(space + 1), card.address.substr(0, space), card.postal_code);
}

}  // namespace

void CityBounds::add(const Vertex& v) {
  if (empty) {
    low = high = v;
    empty = false;
  }
  low = {std::min(low.east, v.east), std::min(low.north, v.north), std::min(low.up, v.up)};
  high = {std::max(high.east, v.east), std::max(high.north, v.north), std::max(high.up, v.up)};
}

void CityBounds::add(const Mass& mass) {
  for (const Face& face : mass.faces) {
    for (const Vertex& v : face.rings.front()) add(v);
  }
}

std::string corner_text(const Vertex& corner) {
  constexpr std::size_t kWidth = 40;
  std::string out;
  append_position(out, corner);
  out.resize(std::max(kWidth, out.size()), ' ');
  return out;
}

EnvelopePlace append_gml_head(std::string& out, std::uint64_t seed) {
  line(out,
       "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
       "<!-- Made up by kaksonen synth, seed {}: no building of this file exists.\n"
       "     Coordinates are northing, easting, height (N2000): the official order of EPSG:3879. -->\n"
       "<core:CityModel xmlns:core=\"http://www.opengis.net/citygml/2.0\"\n"
       " xmlns:bldg=\"http://www.opengis.net/citygml/building/2.0\"\n"
       " xmlns:gen=\"http://www.opengis.net/citygml/generics/2.0\"\n"
       " xmlns:tran=\"http://www.opengis.net/citygml/transportation/2.0\"\n"
       " xmlns:veg=\"http://www.opengis.net/citygml/vegetation/2.0\"\n"
       " xmlns:luse=\"http://www.opengis.net/citygml/landuse/2.0\"\n"
       " xmlns:wtr=\"http://www.opengis.net/citygml/waterbody/2.0\"\n"
       " xmlns:gml=\"http://www.opengis.net/gml\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"\n"
       " xmlns:xAL=\"urn:oasis:names:tc:ciq:xsdschema:xAL:2.0\">\n"
       "<gml:name>Synthetic district</gml:name>\n"
       "<gml:boundedBy><gml:Envelope srsName=\"urn:ogc:def:crs:EPSG::3879\" srsDimension=\"3\">",
       seed);
  EnvelopePlace place;
  out += "<gml:lowerCorner>";
  place.lower = out.size();
  out += corner_text({}) + "</gml:lowerCorner><gml:upperCorner>";
  place.upper = out.size();
  out += corner_text({}) + "</gml:upperCorner></gml:Envelope></gml:boundedBy>\n";
  return place;
}

void append_gml_building(std::string& out, const SyntheticBuilding& building, const BuildingCard& card) {
  line(out, "<core:cityObjectMember><bldg:Building gml:id=\"{}\">", card.model_id);
  if (card.model_has_permanent_id) {
    line(out, "<gen:stringAttribute name=\"VTJ_PRT\"><gen:value>{}</gen:value></gen:stringAttribute>",
         card.permanent_id);
  }
  line(out, "<gen:intAttribute name=\"RATU\"><gen:value>{}</gen:value></gen:intAttribute>",
       card.municipal_number);
  line(out, "<bldg:function>{}</bldg:function>", building.use_code);
  std::int64_t ground = ground_of(building.masses.front()), top = top_of(building.masses.front());
  std::string roofs(building.roof_types.front());
  for (std::size_t i = 1; i < building.masses.size(); ++i) {
    ground = std::min(ground, ground_of(building.masses[i]));
    top = std::max(top, top_of(building.masses[i]));
    roofs += fmt::format(";{}", building.roof_types[i]);
  }
  line(out, "<bldg:roofType>{}</bldg:roofType>", roofs);
  append_height(out, top - ground);
  if (card.row_has_storeys) {
    line(out, "<bldg:storeysAboveGround>{}</bldg:storeysAboveGround>", building.storeys);
  }
  if (building.masses.size() == 1) {
    append_mass(out, building.masses.front(), card.model_id);
  } else {
    for (std::size_t i = 0; i < building.masses.size(); ++i) {
      const Mass& mass = building.masses[i];
      const std::string id = fmt::format("{}_part{}", card.model_id, i + 1);
      line(out,
           "<bldg:consistsOfBuildingPart><bldg:BuildingPart gml:id=\"{}\"><bldg:roofType>{}</bldg:roofType>",
           id, building.roof_types[i]);
      append_height(out, top_of(mass) - ground_of(mass));
      append_mass(out, mass, id);
      out += "</bldg:BuildingPart></bldg:consistsOfBuildingPart>\n";
    }
  }
  append_address(out, card);
  out += "</bldg:Building></core:cityObjectMember>\n";
}

void append_gml_tail(std::string& out) {
  out += "</core:CityModel>\n";
}

}  // namespace datasets
