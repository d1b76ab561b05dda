#include "printing/fonts.h"

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "i18n/lang.h"
#include "printing/face.h"

#define FAMILY "Liberation Serif"

/* Where the systems we know keep it. */
static const char *const folders[] = {
	"/usr/share/fonts/truetype/liberation2", /* Debian 12: fonts-liberation2 */
	"/usr/share/fonts/truetype/liberation",  /* Debian 13 and later */
	"/usr/share/fonts/liberation-serif",     /* Fedora */
	"/usr/share/fonts/liberation",           /* Arch */
};

static const struct {
	const char *file;
	PangoWeight weight;
	PangoStyle style;
} faces[FACES] = {
	[FACE_REGULAR] = {"LiberationSerif-Regular.ttf", PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL},
	[FACE_BOLD] = {"LiberationSerif-Bold.ttf", PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL},
	[FACE_ITALIC] = {"LiberationSerif-Italic.ttf", PANGO_WEIGHT_NORMAL, PANGO_STYLE_ITALIC},
};

static int files[FACES]; /* of the faces, in memory */

static struct {
	FcConfig *config;
	PangoFontMap *map;
	PangoContext *context;
	PangoFontDescription *description;
	struct font_style *styles;
	size_t n_styles, styles_room;
} fonts;

/* Debian 12 has an older Liberation too, without the Vietnamese letters. */
static bool has_vietnamese(FcConfig *config)
{
	static const FcChar32 letters[] = {0x01B0, 0x1EA8, 0x1EF9}; /* ư Ẩ ỹ */
	const FcFontSet *set = FcConfigGetFonts(config, FcSetApplication);

	for (int i = 0; set && i < set->nfont; i++) {
		FcCharSet *chars;
		if (FcPatternGetCharSet(set->fonts[i], FC_CHARSET, 0, &chars) != FcResultMatch)
			return false;
		for (size_t k = 0; k < ARRAY_LEN(letters); k++) {
			if (!FcCharSetHasChar(chars, letters[k]))
				return false;
		}
	}
	return set && set->nfont == FACES;
}

static bool add_face(FcConfig *config, int fd)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return FcConfigAppFontAddFile(config, (const FcChar8 *)path);
}

/* Opens the faces of a folder; either all or none. */
static bool open_faces(const char *folder)
{
	size_t n = 0;

	while (n < FACES) {
		char *path = fs_join(folder, faces[n].file);
		files[n] = face_open(path);
		free(path);
		if (files[n] < 0)
			break;
		n++;
	}
	if (n == FACES)
		return true;
	while (n > 0)
		close(files[--n]);
	return false;
}

static bool add_faces(FcConfig *config)
{
	for (size_t i = 0; i < FACES; i++) {
		if (!add_face(config, files[i]))
			return false;
	}
	return has_vietnamese(config);
}

static void close_faces(void)
{
	for (size_t i = 0; i < FACES; i++)
		close(files[i]);
}

/* The files stay open once they served: cairo knows a face by its path. */
static bool find_faces(FcConfig *config)
{
	static bool found;

	if (found)
		return add_faces(config);
	for (size_t i = 0; i < ARRAY_LEN(folders) ; i++) {
		if (!open_faces(folders[i]))
			continue;
		found = add_faces(config);
		if (found)
			return true;
		FcConfigAppFontClear(config);
		close_faces();
	}
	return false;
}

static PangoContext *make_context(PangoFontMap *map)
{
	PangoContext *context = pango_font_map_create_context(map);
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_cairo_context_set_resolution(context, 72);
	pango_context_set_round_glyph_positions(context, FALSE);
	pango_context_set_language(context, pango_language_from_string("vi"));
	pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
	return context;
}

bool fonts_setup(struct err *err)
{
	if (fonts.context)
		return true;
	FcConfig *config = FcConfigCreate();
	if (!config || !find_faces(config)) {
		if (config)
			FcConfigDestroy(config);
		return err_set(err, ERR_CONFIG, _("Không tìm thấy phông chữ %s có đủ chữ Việt để in. "
			"Hồ sơ đã lưu. Cài gói fonts-liberation2 rồi in lại."), FAMILY);
	}
	/* Pango starts the global fontconfig by itself, which would read every font of the machine,
	 * unless there is a current configuration already. */
	FcConfigSetCurrent(config);
	fonts.config = config;
	fonts.map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts.map), config);
	fonts.context = make_context(fonts.map);
	fonts.description = pango_font_description_new();
	pango_font_description_set_family_static(fonts.description, FAMILY);
	return true;
}

static void close_styles(void)
{
	for (size_t i = 0; i < fonts.n_styles; i++)
		g_object_unref(fonts.styles[i].font);
	free(fonts.styles);
	fonts.styles = NULL;
	fonts.n_styles = fonts.styles_room = 0;
}

void fonts_teardown(void)
{
	if (!fonts.context)
		return;
	close_styles();
	pango_font_description_free(fonts.description);
	g_object_unref(fonts.context);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts.map), NULL); /* it would keep its hold */
	g_object_unref(fonts.map);
	FcConfigDestroy(fonts.config);
	FcFini(); /* or the fonts stay in memory behind the current configuration */
	fonts.context = NULL;
}

PangoContext *fonts_context(void)
{
	BUG_ON(!fonts.context);
	return fonts.context;
}

PangoLayout *fonts_layout(void)
{
	PangoLayout *layout = pango_layout_new(fonts_context());
	PangoAttrList *attrs = pango_attr_list_new();

	pango_attr_list_insert(attrs, pango_attr_font_features_new("kern=0,liga=0"));
	pango_layout_set_auto_dir(layout, FALSE);
	pango_layout_set_attributes(layout, attrs);
	pango_attr_list_unref(attrs);
	return layout;
}

const PangoFontDescription *fonts_describe(enum face face, double size_pt)
{
	pango_font_description_set_weight(fonts.description, faces[face].weight);
	pango_font_description_set_style(fonts.description, faces[face].style);
	pango_font_description_set_absolute_size(fonts.description, size_pt * PANGO_SCALE);
	return fonts.description;
}

static void open_style(struct font_style *style, enum face face, double size_pt)
{
	style->face = face;
	style->size = size_pt;
	style->font = pango_font_map_load_font(fonts.map, fonts.context, fonts_describe(face, size_pt));
	BUG_ON(!style->font);
	style->scaled = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(style->font));
}

uint16_t fonts_style_number(enum face face, double size_pt)
{
	for (size_t i = fonts.n_styles; i > 0; i--) {
		if (fonts.styles[i - 1].face == face && fonts.styles[i - 1].size == size_pt)
			return (uint16_t)(i - 1);
	}
	BUG_ON(fonts.n_styles == UINT16_MAX); /* sizes come from a few tables */
	if (fonts.n_styles == fonts.styles_room) {
		fonts.styles_room = fonts.styles_room ? fonts.styles_room * 2 : 16;
		fonts.styles = xreallocarray(fonts.styles, fonts.styles_room, sizeof(*fonts.styles));
	}
	open_style(&fonts.styles[fonts.n_styles], face, size_pt);
	return (uint16_t)fonts.n_styles++;
}

const struct font_style *fonts_style(uint16_t number)
{
	BUG_ON(number >= fonts.n_styles);
	return &fonts.styles[number];
}
